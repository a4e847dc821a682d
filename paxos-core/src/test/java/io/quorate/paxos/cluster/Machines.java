package io.quorate.paxos.cluster;

import io.quorate.paxos.machine.KeyValueMachine;
import io.quorate.paxos.machine.StateMachine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The members' state machines: the same command in the same place does the same on all. */
final class Machines {

  private record Applied(String command, String result, long digest) {}

  /** By member, what was applied in the current step, whose deliveries are yet to be seen. */
  private final List<Deque<Applied>> unseen = new ArrayList<>();

  private final Map<Long, Applied> byPlace = new HashMap<>();

  Machines(int members) {
    for (int node = 0; node <= members; node++) {
      unseen.add(new ArrayDeque<>());
    }
  }

  /** The next command that the member's machine has applied was the one in this place. */
  void executed(int node, long place) {
    Applied now = unseen.get(node).poll();
    if (now != null) {
      Applied before = byPlace.putIfAbsent(place, now);
      Violation.unless(
          before == null || before.equals(now), node, () -> now + ", elsewhere " + before);
    }
  }

  /** The node's own key-value machine, new; its every command is compared with the others'. */
  StateMachine start(int node) {
    Deque<Applied> applied = unseen.get(node);
    applied.clear();
    KeyValueMachine machine = new KeyValueMachine();
    return new StateMachine() {
      @Override
      public byte[] apply(byte[] command) {
        byte[] result = machine.apply(command);
        applied.add(new Applied(text(command), text(result), machine.digest()));
        return result;
      }

      @Override
      public byte[] query(byte[] question) {
        return machine.query(question);
      }

      @Override
      public long digest() {
        return machine.digest();
      }

      @Override
      public byte[] snapshot() {
        return machine.snapshot();
      }

      @Override
      public void restore(byte[] snapshot) {
        machine.restore(snapshot);
      }
    };
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
