package io.quorate.bench;

import io.quorate.paxos.Limits;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Slots committed a second by three replicas on one thread: delivered and executed on all three,
 * the client answered.
 *
 * <p>Every {@value Group#TICK_SLOTS} slots the clocks move on by a tick, so that heartbeats raise
 * the watermark and the ring of slots is used again and again.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CoreBenchmark {

  abstract static class Group<P> {
    static final int TICK_SLOTS = 256;

    private final Trio<P> trio;
    private long sequence;
    private int slotsToTick = TICK_SLOTS;

    Group(Carrier<P> carrier) {
      this(carrier, Limits.DEFAULT);
    }

    Group(Carrier<P> carrier, Limits limits) {
      this.trio = new Trio<>(carrier, limits);
    }

    /** Orders so many values, all on their way at once. */
    long order(int values) {
      long before = trio.committed();
      sequence++;
      for (int i = 0; i < values; i++) {
        trio.request(Load.value(i, sequence));
      }
      trio.settle();
      slotsToTick -= values;
      if (slotsToTick <= 0) {
        slotsToTick = TICK_SLOTS;
        trio.tick();
      }
      long committed = trio.committed();
      if (committed != before + values) {
        throw new IllegalStateException(committed - before + " of " + values + " committed");
      }
      return committed;
    }
  }

  /** Messages are handed over as they are. */
  @State(Scope.Thread)
  public static class DirectGroup extends Group<io.quorate.paxos.message.Envelope> {
    public DirectGroup() {
      super(new Carrier.Direct());
    }
  }

  /** Messages are encoded by the sender and decoded by each receiver. */
  @State(Scope.Thread)
  public static class EncodedGroup extends Group<byte[]> {
    public EncodedGroup() {
      super(new Carrier.Encoded());
    }
  }

  /** As many values in a slot as wait, up to 64 of 64 bytes; four slots in flight. */
  private static final Limits BATCHING =
      Limits.DEFAULT.withMessageBytesMax(9000).withPipeline(4, Load.BATCH);

  /** Batches, handed over as they are. */
  @State(Scope.Thread)
  public static class DirectBatchGroup extends Group<io.quorate.paxos.message.Envelope> {
    public DirectBatchGroup() {
      super(new Carrier.Direct(), BATCHING);
    }
  }

  /** Batches, encoded and decoded. */
  @State(Scope.Thread)
  public static class EncodedBatchGroup extends Group<byte[]> {
    public EncodedBatchGroup() {
      super(new Carrier.Encoded(), BATCHING);
    }
  }

  /** An operation is one value of a batch. */
  @Benchmark
  @OperationsPerInvocation(Load.MANY)
  public long directBatches(DirectBatchGroup group) {
    return group.order(Load.MANY);
  }

  /** An operation is one value of a batch. */
  @Benchmark
  @OperationsPerInvocation(Load.MANY)
  public long encodedBatches(EncodedBatchGroup group) {
    return group.order(Load.MANY);
  }

  @Benchmark
  @OperationsPerInvocation(Load.OUTSTANDING)
  public long direct(DirectGroup group) {
    return group.order(Load.OUTSTANDING);
  }

  @Benchmark
  public long directOneAtATime(DirectGroup group) {
    return group.order(1);
  }

  @Benchmark
  @OperationsPerInvocation(Load.OUTSTANDING)
  public long encoded(EncodedGroup group) {
    return group.order(Load.OUTSTANDING);
  }
}
