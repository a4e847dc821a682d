package io.quorate.bench.check;

import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes histories of a cas-register, or of one for each key, with clients that always have an
 * operation pending: each invokes the next in the same instant in which the last one returned. In
 * each step a client is drawn, each as likely as the others; its operation takes effect, or, if it
 * has, returns. So a history is linearizable by construction, unless a stale read is asked for.
 *
 * <p>Half of the operations are reads, a quarter writes and a quarter cas, their arguments drawn
 * from the values. A cas that finds another value fails. A crash takes the place of an effect, and
 * one in two crashed operations has taken effect all the same; the client goes on as another
 * process. All is drawn from one seed ({@link Random}, whose sequence is part of the Java
 * platform), so a history can be made again anywhere.
 */
final class BusyClients {

  /**
   * What to draw.
   *
   * @param clients how many operations are pending at a time
   * @param operations how many are invoked in all
   * @param values values are 0 to this, exclusive; 0: each write has a value of its own, and there
   *     is no cas
   * @param crashes the share of operations that crash
   * @param keys registers; 1: the register has no key
   * @param staleRead whether one read in the middle returns a value that was overwritten at least
   *     two operations of each client before
   * @param positions whether operations tell their place in the order of effects
   */
  record Shape(
      int clients,
      int operations,
      int values,
      double crashes,
      int keys,
      boolean staleRead,
      boolean positions) {

    Shape(int clients, int operations, int values) {
      this(clients, operations, values, 0, 1, false, false);
    }

    Shape withCrashes(double share) {
      return new Shape(clients, operations, values, share, keys, staleRead, positions);
    }

    Shape withKeys(int count) {
      return new Shape(clients, operations, values, crashes, count, staleRead, positions);
    }

    Shape withStaleRead() {
      return new Shape(clients, operations, values, crashes, keys, true, positions);
    }

    Shape withPositions() {
      return new Shape(clients, operations, values, crashes, keys, staleRead, true);
    }
  }

  private static final class Client {
    int process;
    int operation;
    String f = "";
    int key;
    @Nullable Object input;
    @Nullable Object output;
    boolean effective;
    boolean refused;
  }

  private final Shape shape;
  private final Random random;
  private final HistoryRecorder recorder = new HistoryRecorder();
  private final Object[] registers;
  private final List<Object> past = new ArrayList<>();
  private boolean staleReadIsDue;
  private long nextValue = 1;
  private long nextPosition;
  private int nextProcess;

  private BusyClients(Shape shape, long seed) {
    this.shape = shape;
    this.random = new Random(seed);
    this.registers = new Object[shape.keys()];
    this.staleReadIsDue = shape.staleRead();
    Arrays.fill(registers, 0L);
  }

  /** A history of registers that hold 0 at first. */
  static History history(Shape shape, long seed) {
    return new BusyClients(shape, seed).run();
  }

  private History run() {
    List<Client> busy = new ArrayList<>();
    for (int i = 0; i < shape.clients(); i++) {
      Client client = new Client();
      client.process = nextProcess++;
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
        if (recorder.operations() < shape.operations()) {
          invoke(client);
        } else {
          busy.remove(drawn);
        }
      }
    }
    return recorder.history();
  }

  private void invoke(Client client) {
    double draw = random.nextDouble();
    boolean reads = draw < 0.5;
    boolean writes = shape.values() == 0 || draw < 0.75;
    client.f = reads ? "read" : writes ? "write" : "cas";
    client.input = reads ? null : writes ? (Object) value() : List.of(value(), value());
    client.key = random.nextInt(shape.keys());
    client.effective = false;
    Object key = shape.keys() > 1 ? (Object) (long) client.key : null;
    client.operation = recorder.invoke(client.process, client.f, key, client.input, 0);
  }

  private long value() {
    return shape.values() == 0 ? nextValue++ : random.nextInt(shape.values());
  }

  private void takeEffect(Client client) {
    client.effective = true;
    boolean crashes = random.nextDouble() < shape.crashes();
    if (!crashes || random.nextBoolean()) {
      apply(client);
    }
    if (crashes) {
      recorder.info(client.process, null, 0);
      client.process = nextProcess++;
      if (recorder.operations() < shape.operations()) {
        invoke(client);
      }
    }
  }

  private void apply(Client client) {
    Object held = registers[client.key];
    client.refused = false;
    client.output = client.input;
    switch (client.f) {
      case "read" -> client.output = seen(held);
      case "write" -> registers[client.key] = Objects.requireNonNull(client.input);
      default -> {
        List<?> pair = (List<?>) Objects.requireNonNull(client.input);
        client.refused = !pair.get(0).equals(held);
        registers[client.key] = client.refused ? held : pair.get(1);
      }
    }
    past.add(registers[client.key]);
    if (shape.positions()) {
      recorder.position(client.operation, nextPosition++);
    }
  }

  /** What a read returns: nearly always what is there. */
  private Object seen(Object held) {
    int latest = past.size() - 2 * shape.clients();
    if (!staleReadIsDue || past.size() < shape.operations() / 2) {
      return held;
    }
    for (int at = latest; at >= 0; at--) {
      if (!past.get(at).equals(held)) {
        staleReadIsDue = false;
        return past.get(at);
      }
    }
    return held;
  }

  private void complete(Client client) {
    if (!recorder.isPending(client.process)) {
      return;
    }
    if (client.refused) {
      recorder.fail(client.process, null, 0);
    } else {
      recorder.ok(client.process, client.output, 0);
    }
  }
}
