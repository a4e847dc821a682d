package io.quorate.fabric.link;

/**
 * What a fault does to one direction of a link while it lasts. Several may be imposed at once;
 * {@link Medium} says how they compose.
 */
public sealed interface Impairment {

  /** Frames vanish silently; the port stays up. */
  record Block() implements Impairment {}

  /** Each frame vanishes with this probability. */
  record Loss(double probability) implements Impairment {}

  /** Each frame arrives twice with this probability. */
  record Duplication(double probability) implements Impairment {}

  /** Each frame is held back by 1 to {@code holdNs} with this probability; others overtake it. */
  record Reordering(double probability, long holdNs) implements Impairment {}

  /** Each frame takes this much longer. */
  record Delay(long extraNs) implements Impairment {}

  /** One bit of a frame is flipped with this probability. */
  record Corruption(double probability) implements Impairment {}
}
