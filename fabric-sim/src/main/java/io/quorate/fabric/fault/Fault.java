package io.quorate.fabric.fault;

import java.util.List;

/** One thing that goes wrong. Names are the fabric's; link names are {@code Link.name()}. */
public sealed interface Fault {

  /**
   * The switch stops: frames in it are lost, its memory is kept; it restarts when the fault ends.
   */
  record Crash(String node) implements Fault {}

  /** The switch stands still: frames wait at its ports (bounded) and are handled when it ends. */
  record Pause(String node) implements Fault {}

  /** The link loses carrier; both ends see the port go down. */
  record LinkDown(String link) implements Fault {}

  /**
   * Frames between the two sides vanish silently; ports stay up.
   *
   * @param from nodes on one side
   * @param to nodes on the other side
   * @param oneWay true: only frames going from {@code from} to {@code to} vanish
   */
  record Partition(List<String> from, List<String> to, boolean oneWay) implements Fault {
    public Partition {
      from = List.copyOf(from);
      to = List.copyOf(to);
    }
  }

  /** Frames on the link are lost with this probability, in both directions. */
  record Loss(String link, double probability) implements Fault {}

  /** Frames on the link arrive twice with this probability. */
  record Duplication(String link, double probability) implements Fault {}

  /**
   * Frames on the link are held back by up to {@code holdNs} with this probability, so that others
   * overtake them.
   */
  record Reordering(String link, double probability, long holdNs) implements Fault {}

  /** Every frame on the link takes {@code extraNs} longer. */
  record Delay(String link, long extraNs) implements Fault {}

  /** One bit of a frame on the link is flipped with this probability. */
  record Corruption(String link, double probability) implements Fault {}

  /** The switch loses all its flow entries at once; it has no duration. */
  record FlowWipe(String node) implements Fault {}
}
