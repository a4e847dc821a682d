package io.quorate.bench;

import io.microraft.Ordered;
import io.microraft.RaftNode;
import io.microraft.executor.impl.DefaultRaftNodeExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * MicroRaft, doing what {@link CoreBenchmark} does with messages handed over as objects: values of
 * 64 bytes committed by three nodes, the same number of requests outstanding. An operation is over
 * when its future is complete, that is when the leader has executed it; docs/benchmarks.md says
 * what else differs.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MicroRaftBenchmark {

  /** All three nodes on the benchmark's thread. */
  @State(Scope.Thread)
  public static class OneThread {
    private final SharedLoop loop = new SharedLoop();
    private final RaftTrio trio = new RaftTrio(() -> loop);
    private final RaftNode leader;

    /** Waits for the election, a second or two. */
    public OneThread() {
      RaftNode elected = trio.leader();
      while (elected == null) {
        loop.settle();
        Thread.onSpinWait();
        elected = trio.leader();
      }
      leader = elected;
    }

    long order(int values) {
      long before = trio.executedByAll();
      List<CompletableFuture<Ordered<byte[]>>> asked = new ArrayList<>(values);
      for (int i = 0; i < values; i++) {
        asked.add(RaftTrio.request(leader));
      }
      loop.settle();
      asked.forEach(CompletableFuture::join);
      long executed = trio.executedByAll();
      if (executed > before + values) {
        throw new IllegalStateException("executed more than was asked for");
      }
      return executed;
    }

    @TearDown
    public void stop() {
      trio.terminate();
      loop.settle();
    }
  }

  /** Each node on a thread of its own: the executor that comes with MicroRaft. */
  @State(Scope.Thread)
  public static class OwnThreads {
    private final RaftTrio trio = new RaftTrio(DefaultRaftNodeExecutor::new);
    private final RaftNode leader;

    /** Waits for the election, a second or two. */
    public OwnThreads() {
      RaftNode elected = trio.leader();
      while (elected == null) {
        Thread.onSpinWait();
        elected = trio.leader();
      }
      leader = elected;
    }

    long order(int values) {
      List<CompletableFuture<Ordered<byte[]>>> asked = new ArrayList<>(values);
      for (int i = 0; i < values; i++) {
        asked.add(RaftTrio.request(leader));
      }
      asked.forEach(CompletableFuture::join);
      return trio.executedByAll();
    }

    @TearDown
    public void stop() {
      trio.terminate().forEach(CompletableFuture::join);
    }
  }

  @Benchmark
  @OperationsPerInvocation(Load.OUTSTANDING)
  public long oneThread(OneThread group) {
    return group.order(Load.OUTSTANDING);
  }

  @Benchmark
  public long oneThreadOneAtATime(OneThread group) {
    return group.order(1);
  }

  @Benchmark
  @OperationsPerInvocation(Load.OUTSTANDING)
  public long ownThreads(OwnThreads group) {
    return group.order(Load.OUTSTANDING);
  }
}
