package io.quorate.fabric.plan;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Link;
import io.quorate.fabric.Switch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Shortest ways between switches over the links that are up. Backup links are so long that they are
 * used only where there is no other way.
 *
 * <p>Beside the shortest way, a switch knows the neighbours it can hand a frame to at once when its
 * own port goes down: those from which the frame cannot come back (loop-free alternates, RFC 5286
 * inequality 1). Frames of ours have no hop count, so nothing may ever go round in a circle for
 * long.
 */
public final class Routes {

  private static final int COST_NORMAL = 1;
  private static final int COST_BACKUP = 1000;
  private static final int UNREACHABLE = 1 << 28;

  /** One neighbour of a switch. */
  private record Hop(int port, int neighbour, int cost) {}

  private final Map<String, Integer> indexes = new LinkedHashMap<>();
  private final List<List<Hop>> hops = new ArrayList<>();
  private final int[][] distances;

  /**
   * @param fabric the description
   * @param isUp tells whether a link can be used
   */
  public Routes(Fabric fabric, Predicate<Link> isUp) {
    for (Switch each : fabric.switches()) {
      indexes.put(each.name(), indexes.size());
    }
    for (Switch each : fabric.switches()) {
      hops.add(neighbours(each, fabric, isUp));
    }
    distances = distances();
  }

  private List<Hop> neighbours(Switch of, Fabric fabric, Predicate<Link> isUp) {
    List<Hop> found = new ArrayList<>();
    for (Switch.Port port : of.ports()) {
      Integer neighbour = indexes.get(port.peer());
      if (neighbour == null) {
        continue;
      }
      for (Link link : fabric.links()) {
        if (joins(link, of.name(), port.peer()) && isUp.test(link)) {
          found.add(new Hop(port.number(), neighbour, cost(link)));
        }
      }
    }
    return found;
  }

  private static boolean joins(Link link, String one, String other) {
    return (link.a().equals(one) && link.b().equals(other))
        || (link.a().equals(other) && link.b().equals(one));
  }

  private static int cost(Link link) {
    return link.backup() ? COST_BACKUP : COST_NORMAL;
  }

  /** Floyd and Warshall; fabrics have tens of switches. */
  private int[][] distances() {
    int count = hops.size();
    int[][] d = new int[count][count];
    for (int i = 0; i < count; i++) {
      Arrays.fill(d[i], UNREACHABLE);
      d[i][i] = 0;
      for (Hop hop : hops.get(i)) {
        d[i][hop.neighbour()] = Math.min(d[i][hop.neighbour()], hop.cost());
      }
    }
    for (int via = 0; via < count; via++) {
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          d[i][j] = Math.min(d[i][j], d[i][via] + d[via][j]);
        }
      }
    }
    return d;
  }

  /** Length of the way; large when there is none. */
  public int distance(String from, String to) {
    return distances[index(from)][index(to)];
  }

  /** True if there is a way. */
  public boolean reaches(String from, String to) {
    return distance(from, to) < UNREACHABLE;
  }

  /**
   * Ports that lead from one switch to another: the shortest way first, then loop-free alternates,
   * nearer ones first; empty if there is no way.
   */
  public List<Integer> ports(String from, String to) {
    int s = index(from);
    int d = index(to);
    if (s == d || !reaches(from, to)) {
      return List.of();
    }
    List<Hop> candidates = new ArrayList<>();
    for (Hop hop : hops.get(s)) {
      int n = hop.neighbour();
      boolean shortest = hop.cost() + distances[n][d] == distances[s][d];
      boolean loopFree = distances[n][d] < distances[n][s] + distances[s][d];
      if (shortest || loopFree) {
        candidates.add(hop);
      }
    }
    candidates.sort(
        Comparator.<Hop>comparingInt(hop -> hop.cost() + distances[hop.neighbour()][d])
            .thenComparingInt(Hop::port));
    return candidates.stream().map(Hop::port).toList();
  }

  private int index(String name) {
    Integer index = indexes.get(name);
    if (index == null) {
      throw new IllegalArgumentException("no switch " + name + " in this fabric");
    }
    return index;
  }
}
