package io.quorate.fabric.plan;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Link;
import io.quorate.fabric.Switch;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.flow.Datapath;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.Group;
import io.quorate.fabric.flow.Pipeline;
import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.program.Directory;
import io.quorate.fabric.program.ProgramHost;
import io.quorate.fabric.program.SwitchPrograms;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Replica;
import io.quorate.paxos.ReplicaConfig;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The pipelines of a fabric with all their entries, wired to each other, without time: a frame is
 * walked until nothing moves any more. Programs at the edges run; those of Paxos are only noted.
 */
final class WiredPipelines {

  /** A frame that moves more often than this goes round in a circle. */
  private static final int MOVES_MAX = 100;

  /** Where a frame went. */
  static final class Walk {
    /** Switches in the order in which they were visited. */
    final List<String> switches = new ArrayList<>();

    /** Paxos programs that would have run, as {@code S1 runs 2}. */
    final List<String> programs = new ArrayList<>();

    /** Frames that reached hosts, as host names; and the frames. */
    final List<String> hosts = new ArrayList<>();

    final List<byte[]> frames = new ArrayList<>();
  }

  /** A frame that is about to enter a switch. */
  private static final class Move {
    final Node to;
    final int port;
    final byte[] frame;

    Move(Node to, int port, byte[] frame) {
      this.to = to;
      this.port = port;
      this.frame = frame;
    }
  }

  /** One switch. */
  final class Node implements Datapath, ProgramHost {
    final Switch of;
    final Pipeline pipeline = new Pipeline(this);
    private final SwitchPrograms programs;

    Node(Switch of) {
      this.of = of;
      int node = book.plan().node(of.name());
      Replica replica =
          node == 0
              ? null
              : new Replica(
                  ReplicaConfig.of(node, fabric.group().members().size()),
                  null,
                  new SplittableRandom(1));
      this.programs = new SwitchPrograms(new Directory(fabric), of, replica, 1400, this);
    }

    @Override
    public void output(int port, byte[] frame) {
      Switch.Port out = port(port);
      if (out == null || !isUp(of.name(), out.peer())) {
        return;
      }
      Node next = nodes.get(out.peer());
      if (next == null) {
        walk.hosts.add(out.peer());
        walk.frames.add(frame);
      } else {
        moves.add(new Move(next, next.portTo(of.name()), frame));
      }
    }

    @Override
    public Verdict run(int program, Frame frame, int inPort) {
      if (program <= Programs.ON_CONTROL) {
        walk.programs.add(of.name() + " runs " + program);
        return Verdict.STOP;
      }
      return programs.run(program, frame);
    }

    @Override
    public boolean isLive(int port) {
      Switch.Port out = port(port);
      return out != null && isUp(of.name(), out.peer());
    }

    @Override
    public int[] ports() {
      return of.ports().stream().mapToInt(Switch.Port::number).toArray();
    }

    private Switch.@org.jspecify.annotations.Nullable Port port(int number) {
      return of.ports().stream().filter(p -> p.number() == number).findFirst().orElse(null);
    }

    int portTo(String peer) {
      return of.ports().stream()
          .filter(p -> p.peer().equals(peer))
          .findFirst()
          .orElseThrow()
          .number();
    }

    @Override
    public void emit(byte[] frame) {
      moves.add(new Move(this, FlowPlan.PAXOS_PORT, frame));
    }

    @Override
    public boolean handOver(Host to, byte[] frame) {
      return false;
    }

    @Override
    public void submitted(Value value) {}

    @Override
    public void leaderChanged(int leader, Ballot ballot) {}

    @Override
    public void delivered(Effect.Deliver delivery) {}

    @Override
    public void installed(Effect.Installed installed) {}

    @Override
    public void memoryLost(List<Integer> members) {}

    @Override
    public void reconfigured(Effect.Reconfigured reconfigured) {}

    @Override
    public void operatorAnswered(Message message) {}

    @Override
    public void sent(int to, Message message) {}

    @Override
    public void received(int from, Message message) {}
  }

  final Fabric fabric;
  final FlowBook book;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Set<String> down = new LinkedHashSet<>();
  private final ArrayDeque<Move> moves = new ArrayDeque<>();
  private Walk walk = new Walk();

  WiredPipelines(Fabric fabric) {
    this.fabric = fabric;
    this.book = new FlowBook(fabric);
    for (Switch each : fabric.switches()) {
      nodes.put(each.name(), new Node(each));
    }
    int leader = book.plan().node(fabric.group().leader());
    nodes.values().forEach(node -> install(node, leader));
  }

  static WiredPipelines shipped(String name) {
    return new WiredPipelines(TestFabrics.shipped(name));
  }

  private void install(Node node, int leader) {
    FlowBook.Entries entries = book.all(node.of, leader, routes());
    for (Group group : entries.groups()) {
      node.pipeline.putGroup(group);
    }
    for (Flow flow : entries.flows()) {
      node.pipeline.add(flow, 0);
    }
  }

  private Routes routes() {
    return new Routes(fabric, link -> !down.contains(link.name()));
  }

  Node node(String name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  List<String> members() {
    return fabric.group().members();
  }

  List<Host> hosts(Host.Role role) {
    return fabric.hosts().stream().filter(host -> host.role() == role).toList();
  }

  /** Every member trusts this one; empty for nobody. */
  WiredPipelines trusting(String leader) {
    fabric.switches().forEach(each -> trusting(each.name(), leader));
    return this;
  }

  /** One switch trusts this member; empty for nobody. */
  void trusting(String at, String leader) {
    int node = leader.isEmpty() ? 0 : book.plan().node(leader);
    node(at).pipeline.replace(FlowPlan.COOKIE_LEADER, -1, book.towardsLeader(node(at).of, node), 0);
  }

  /** The link loses its carrier; flows stay as they are. */
  WiredPipelines cut(Link link) {
    down.add(link.name());
    return this;
  }

  WiredPipelines cut(String link) {
    down.add(link);
    return this;
  }

  WiredPipelines mend(Link link) {
    down.remove(link.name());
    return this;
  }

  /** Forwarding is computed anew from the links that are up. */
  WiredPipelines reroute() {
    for (Node node : nodes.values()) {
      FlowBook.Entries entries = book.forwarding(node.of, routes());
      entries.groups().forEach(node.pipeline::putGroup);
      node.pipeline.replace(FlowPlan.COOKIE_FORWARDING, -1, entries.flows(), 0);
    }
    return this;
  }

  boolean isUp(String one, String other) {
    return fabric.links().stream()
        .filter(
            link ->
                (link.a().equals(one) && link.b().equals(other))
                    || (link.a().equals(other) && link.b().equals(one)))
        .noneMatch(link -> down.contains(link.name()));
  }

  /** A host sends a frame. */
  Walk send(Host from, byte[] frame) {
    Node at = node(from.attachedTo());
    return walk(new Move(at, at.portTo(from.name()), frame));
  }

  /** A switch's own process sends a frame. */
  Walk emit(String from, byte[] frame) {
    return walk(new Move(node(from), FlowPlan.PAXOS_PORT, frame));
  }

  private Walk walk(Move first) {
    walk = new Walk();
    moves.clear();
    moves.add(first);
    int count = 0;
    for (Move move = moves.poll(); move != null; move = moves.poll()) {
      if (++count > MOVES_MAX) {
        throw new AssertionError("a frame goes round: " + walk.switches.subList(0, 20));
      }
      walk.switches.add(move.to.of.name());
      move.to.pipeline.process(move.frame, move.port, 0);
    }
    return walk;
  }
}
