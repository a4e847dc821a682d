package io.quorate.bench.check;

import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes histories of a FIFO queue with clients that always have an operation pending, as {@link
 * BusyClients} does of registers: half of the operations enqueue, each a value of its own, and half
 * dequeue. A dequeue that finds the queue empty fails.
 */
final class BusyQueue {

  private static final class Client {
    int process;
    boolean enqueues;
    long value;
    boolean effective;
    @Nullable Object dequeued;
  }

  private final int operations;
  private final Random random;
  private final HistoryRecorder recorder = new HistoryRecorder();
  private final Deque<Long> queue = new ArrayDeque<>();
  private long nextValue = 1;

  private BusyQueue(int operations, long seed) {
    this.operations = operations;
    this.random = new Random(seed);
  }

  /** A history of a queue that is empty at first. */
  static History history(int clients, int operations, long seed) {
    return new BusyQueue(operations, seed).run(clients);
  }

  private History run(int clients) {
    List<Client> busy = new ArrayList<>();
    for (int process = 0; process < clients; process++) {
      Client client = new Client();
      client.process = process;
      busy.add(client);
      invoke(client);
    }
    while (!busy.isEmpty()) {
      int drawn = random.nextInt(busy.size());
      Client client = busy.get(drawn);
      if (!client.effective) {
        takeEffect(client);
      } else {
        complete(client);
        if (recorder.operations() < operations) {
          invoke(client);
        } else {
          busy.remove(drawn);
        }
      }
    }
    return recorder.history();
  }

  private void invoke(Client client) {
    client.effective = false;
    client.enqueues = random.nextBoolean();
    if (client.enqueues) {
      client.value = nextValue++;
      recorder.invoke(client.process, "enqueue", client.value, 0);
    } else {
      recorder.invoke(client.process, "dequeue", null, 0);
    }
  }

  private void takeEffect(Client client) {
    client.effective = true;
    if (client.enqueues) {
      queue.add(client.value);
    } else {
      client.dequeued = queue.poll();
    }
  }

  private void complete(Client client) {
    if (client.enqueues) {
      recorder.ok(client.process, 0);
    } else if (client.dequeued != null) {
      recorder.ok(client.process, client.dequeued, 0);
    } else {
      recorder.fail(client.process, null, 0);
    }
  }
}
