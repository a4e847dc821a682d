package io.quorate.paxos;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often each node has been started, as far as somebody knows: the vector that goes with
 * whatever is counted in a quorum where nodes lose their memory (Michael, Ports, Sharma and
 * Szekeres, "Recovering Shared Objects Without Stable Storage", DISC 2017; there: crash vector).
 * Only knowledge grows, so vectors merge by taking the later of each.
 *
 * <p>Nodes that are not known to have started again are left out: while nobody has, all share
 * {@link #FIRST}, which costs nothing, here and on the wire.
 *
 * <p>Incarnations count from 1 as 32-bit numbers without a sign. Immutable.
 */
public final class Incarnations {

  /** Nobody is known to have started more than once. */
  public static final Incarnations FIRST = new Incarnations(new int[0], new int[0]);

  private final int[] nodes;
  private final int[] incarnations;

  private Incarnations(int[] nodes, int[] incarnations) {
    this.nodes = nodes;
    this.incarnations = incarnations;
  }

  /**
   * What somebody else has put together.
   *
   * @param nodes ascending
   * @param incarnations of each, at least 2; both arrays are given away
   */
  public static Incarnations of(int[] nodes, int[] incarnations) {
    return nodes.length == 0 ? FIRST : new Incarnations(nodes, incarnations);
  }

  /** True if the second is a later start than the first. */
  public static boolean isLater(int one, int other) {
    return Integer.compareUnsigned(other, one) > 0;
  }

  /** Nodes that are known to have started more than once. */
  public int size() {
    return nodes.length;
  }

  /** The node at this place, 0 to {@link #size} − 1, ascending. */
  public int node(int place) {
    return nodes[place];
  }

  /** The incarnation of the node at this place, at least 2. */
  public int incarnation(int place) {
    return incarnations[place];
  }

  /** The latest incarnation known of the node: 1 if nothing is known of it. */
  public int of(int node) {
    int place = Arrays.binarySearch(nodes, node);
    return place < 0 ? 1 : incarnations[place];
  }

  /** What is known once the node is heard of in this incarnation; this, if that is no news. */
  public Incarnations with(int node, int incarnation) {
    if (!isLater(of(node), incarnation)) {
      return this;
    }
    int place = Arrays.binarySearch(nodes, node);
    if (place >= 0) {
      int[] later = incarnations.clone();
      later[place] = incarnation;
      return new Incarnations(nodes, later);
    }
    int at = -place - 1;
    return new Incarnations(inserted(nodes, at, node), inserted(incarnations, at, incarnation));
  }

  private static int[] inserted(int[] into, int at, int number) {
    int[] longer = new int[into.length + 1];
    System.arraycopy(into, 0, longer, 0, at);
    longer[at] = number;
    System.arraycopy(into, at, longer, at + 1, into.length - at);
    return longer;
  }

  /** The later of each; this, if the other knows nothing new. */
  public Incarnations merge(Incarnations other) {
    Incarnations merged = this;
    for (int place = 0; place < other.size(); place++) {
      merged = merged.with(other.nodes[place], other.incarnations[place]);
    }
    return merged;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Incarnations that
        && Arrays.equals(nodes, that.nodes)
        && Arrays.equals(incarnations, that.incarnations);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(nodes) * 31 + Arrays.hashCode(incarnations);
  }

  /** Node and incarnation of those known to have started again, {@code 2:3 5:2}; else empty. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int place = 0; place < nodes.length; place++) {
      text.append(place == 0 ? "" : " ").append(nodes[place]).append(':');
      text.append(Integer.toUnsignedString(incarnations[place]));
    }
    return text.toString();
  }
}
