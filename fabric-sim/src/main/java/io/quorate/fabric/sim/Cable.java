package io.quorate.fabric.sim;

import io.quorate.fabric.Link;
import io.quorate.fabric.random.SeededRandom;
import org.jspecify.annotations.Nullable;

/**
 * A link of the fabric, running: two lanes, one for each direction, that share a carrier. Several
 * faults may hold the carrier down at once; it returns when the last one lets go.
 */
public final class Cable {

  private final Link link;
  private final Lane forth;
  private final Lane back;
  private int downCount;

  /**
   * Joins two nodes.
   *
   * @param random the run's generator; the cable splits its own from it
   * @param link the fabric's description of this link
   * @param mtuBytes longest Ethernet payload
   * @param a the node that the description names as its end {@code a}
   * @param portA the port of {@code a}
   * @param b the node that the description names as its end {@code b}
   * @param portB the port of {@code b}
   */
  public Cable(
      Simulator simulator,
      SeededRandom random,
      Link link,
      int mtuBytes,
      Node a,
      int portA,
      Node b,
      int portB) {
    if (!a.name().equals(link.a()) || !b.name().equals(link.b())) {
      throw new IllegalArgumentException(
          "link " + link.name() + " does not join " + a.name() + " and " + b.name());
    }
    this.link = link;
    this.forth = new Lane(simulator, random, link, mtuBytes, a, portA, b, portB);
    this.back = new Lane(simulator, random, link, mtuBytes, b, portB, a, portA);
  }

  public Link link() {
    return link;
  }

  /** The direction from the description's end {@code a} to {@code b}. */
  public Lane forth() {
    return forth;
  }

  /** The direction from {@code b} to {@code a}. */
  public Lane back() {
    return back;
  }

  /**
   * The direction in which a node sends.
   *
   * @throws IllegalArgumentException when the node is at neither end
   */
  public Lane from(Node node) {
    if (forth.from().name().equals(node.name())) {
      return forth;
    }
    if (back.from().name().equals(node.name())) {
      return back;
    }
    throw new IllegalArgumentException(node.name() + " is not an end of " + link.name());
  }

  /** Who watches both lanes; null for nobody. */
  public void watch(@Nullable Tap watcher) {
    forth.watch(watcher);
    back.watch(watcher);
  }

  public boolean carrier() {
    return downCount == 0;
  }

  /** Takes the carrier away: frames in flight are lost, and both ends are told. */
  public void takeDown() {
    if (downCount++ == 0) {
      tellCarrier(false);
    }
  }

  /**
   * Takes back one {@link #takeDown}; both ends are told when it was the last.
   *
   * @throws IllegalStateException when the carrier is not held down
   */
  public void bringUp() {
    if (downCount == 0) {
      throw new IllegalStateException("link " + link.name() + " is not down");
    }
    if (--downCount == 0) {
      tellCarrier(true);
    }
  }

  private void tellCarrier(boolean up) {
    forth.setCarrier(up);
    back.setCarrier(up);
    forth.to().carrierChanged(forth.toPort(), up);
    back.to().carrierChanged(back.toPort(), up);
  }
}
