package io.quorate.check;

import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes histories of a cas-register that is linearizable by construction: clients that are always
 * busy invoke, take effect at one instant, and return, as the random generator has it.
 */
public final class GeneratedHistories {
  /** How a history is drawn. */
  public record Shape(
      int clients, int operations, int values, double reads, double crashes, int keys) {
    public Shape(int clients, int operations) {
      this(clients, operations, 5, 0.5, 0, 1);
    }

    public Shape withCrashes(double share) {
      return new Shape(clients, operations, values, reads, share, keys);
    }

    /** Every write has a value of its own, and there is no cas. */
    public Shape withDistinctWrites() {
      return new Shape(clients, operations, 0, reads, crashes, keys);
    }

    public Shape withKeys(int count) {
      return new Shape(clients, operations, values, reads, crashes, count);
    }
  }

  private enum Phase {
    IDLE,
    INVOKED,
    EFFECTIVE
  }

  private static final class Client {
    int process;
    Phase phase = Phase.IDLE;
    String f = "";
    int key;
    int operation;
    @Nullable Object input;
    @Nullable Object output;
    boolean refused;
  }

  private final Shape shape;
  private final RandomGenerator random;
  private final HistoryRecorder recorder = new HistoryRecorder();
  private final @Nullable Object[] state;
  private long nextValue = 1;
  private int nextProcess;
  private int begun;
  private final boolean tellsPositions;
  private long nextPosition;

  private GeneratedHistories(Shape shape, RandomGenerator random, boolean tellsPositions) {
    this.tellsPositions = tellsPositions;
    this.shape = shape;
    this.random = random;
    this.state = new Object[shape.keys()];
    this.nextProcess = shape.clients();
    Arrays.fill(state, 0L);
  }

  /** A history with initial value 0; a cas that fails saw another value. */
  public static History casRegister(Shape shape, RandomGenerator random) {
    return new GeneratedHistories(shape, random, false).run();
  }

  /** The same history, and each operation carries its place in the order of effects. */
  public static History casRegisterWithPositions(Shape shape, RandomGenerator random) {
    return new GeneratedHistories(shape, random, true).run();
  }

  private History run() {
    List<Client> busy = new ArrayList<>();
    for (int c = 0; c < shape.clients(); c++) {
      Client client = new Client();
      client.process = c;
      busy.add(client);
    }
    while (!busy.isEmpty()) {
      Client client = busy.get(random.nextInt(busy.size()));
      switch (client.phase) {
        case IDLE -> {
          if (begun == shape.operations()) {
            busy.remove(client);
          } else {
            invoke(client);
          }
        }
        case INVOKED -> takeEffect(client);
        case EFFECTIVE -> complete(client);
      }
    }
    return recorder.history();
  }

  private long value() {
    return shape.values() == 0 ? nextValue++ : random.nextInt(shape.values());
  }

  private void invoke(Client client) {
    begun++;
    double draw = random.nextDouble();
    boolean reads = draw < shape.reads();
    boolean writes = shape.values() == 0 || draw < (1 + shape.reads()) / 2;
    client.f = reads ? "read" : writes ? "write" : "cas";
    client.input = reads ? null : writes ? (Object) value() : List.of(value(), value());
    client.key = random.nextInt(shape.keys());
    client.phase = Phase.INVOKED;
    Object key = shape.keys() > 1 ? (Object) (long) client.key : null;
    client.operation = recorder.invoke(client.process, client.f, key, client.input, begun);
  }

  private void takeEffect(Client client) {
    client.phase = Phase.EFFECTIVE;
    if (random.nextDouble() < shape.crashes()) {
      if (random.nextBoolean()) {
        apply(client);
      }
      recorder.info(client.process, null, begun);
      client.process = nextProcess++;
      client.phase = Phase.IDLE;
      return;
    }
    apply(client);
  }

  private void apply(Client client) {
    if (tellsPositions) {
      recorder.position(client.operation, nextPosition++);
    }
    client.refused = false;
    client.output = client.input;
    switch (client.f) {
      case "read" -> client.output = state[client.key];
      case "write" -> state[client.key] = client.input;
      default -> {
        List<?> pair = (List<?>) Objects.requireNonNull(client.input);
        client.refused = !Objects.equals(pair.get(0), state[client.key]);
        if (!client.refused) {
          state[client.key] = pair.get(1);
        }
      }
    }
  }

  private void complete(Client client) {
    client.phase = Phase.IDLE;
    if (client.refused) {
      recorder.fail(client.process, null, begun);
    } else {
      recorder.ok(client.process, client.output, begun);
    }
  }
}
