package io.quorate.bench;

import io.microraft.Ordered;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.executor.RaftNodeExecutor;
import io.microraft.model.message.RaftMessage;
import io.microraft.statemachine.StateMachine;
import io.microraft.transport.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Three MicroRaft nodes in one JVM, with its default configuration and no store: what a node sends
 * is handed to the receiver as an object. The machine counts, as the one of {@link Trio} does.
 */
final class RaftTrio {

  private static final int MEMBERS = 3;

  private record Endpoint(Integer id) implements RaftEndpoint {
    @Override
    public Object getId() {
      return id;
    }
  }

  private static final class Counter implements StateMachine {
    private static final byte[] DONE = {};
    private volatile long commands;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // One node has one thread; others only read.
    public Object runOperation(long commitIndex, Object operation) {
      if (operation instanceof byte[]) {
        commands++;
      }
      return DONE;
    }

    @Override
    public void takeSnapshot(long commitIndex, Consumer<Object> chunks) {
      chunks.accept(commands);
    }

    @Override
    public void installSnapshot(long commitIndex, List<Object> chunks) {
      commands = (Long) chunks.getFirst();
    }

    @Override
    public Object getNewTermOperation() {
      return "new term";
    }
  }

  private final Map<RaftEndpoint, RaftNode> nodes = new LinkedHashMap<>();
  private final List<Counter> machines = new ArrayList<>();
  private final List<CompletableFuture<Ordered<Object>>> started;

  /**
   * Builds and starts the nodes; an election follows by itself.
   *
   * @param executor makes the executor of each node
   */
  RaftTrio(Supplier<? extends RaftNodeExecutor> executor) {
    List<RaftEndpoint> members = new ArrayList<>();
    for (int i = 1; i <= MEMBERS; i++) {
      members.add(new Endpoint(i));
    }
    for (RaftEndpoint member : members) {
      Counter machine = new Counter();
      machines.add(machine);
      nodes.put(
          member,
          RaftNode.newBuilder()
              .setGroupId("group")
              .setLocalEndpoint(member)
              .setInitialGroupMembers(members)
              .setTransport(new HandOver())
              .setStateMachine(machine)
              .setExecutor(executor.get())
              .build());
    }
    started = nodes.values().stream().map(RaftNode::start).toList();
  }

  private final class HandOver implements Transport {
    @Override
    public void send(RaftEndpoint target, RaftMessage message) {
      RaftNode node = nodes.get(target);
      if (node != null) {
        node.handle(message);
      }
    }

    @Override
    public boolean isReachable(RaftEndpoint endpoint) {
      return nodes.containsKey(endpoint);
    }
  }

  /** The leader on which all agree, or null. */
  @Nullable RaftNode leader() {
    if (!started.stream().allMatch(CompletableFuture::isDone)) {
      return null;
    }
    RaftEndpoint agreed = null;
    for (RaftNode node : nodes.values()) {
      RaftEndpoint leader = node.getTerm().getLeaderEndpoint();
      if (leader == null || (agreed != null && !agreed.equals(leader))) {
        return null;
      }
      agreed = leader;
    }
    return agreed == null ? null : nodes.get(agreed);
  }

  /** Asks the leader to order a value. */
  static CompletableFuture<Ordered<byte[]>> request(RaftNode leader) {
    return leader.replicate(Load.bytes());
  }

  /** Commands that every node has executed. */
  long executedByAll() {
    return machines.stream().mapToLong(machine -> machine.commands).min().orElseThrow();
  }

  /** Stops the nodes and their threads. */
  List<CompletableFuture<Ordered<Object>>> terminate() {
    return nodes.values().stream().map(RaftNode::terminate).toList();
  }
}
