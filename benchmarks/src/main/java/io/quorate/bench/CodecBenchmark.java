package io.quorate.bench;

import io.quorate.fabric.program.PaxosFrame;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Messages to Ethernet frames and back, checksum included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CodecBenchmark {

  private static final long MAC = 0x027A_0001_0002L;
  private static final Ballot BALLOT = new Ballot(3, 1);

  private final Envelope accept =
      new Envelope(1, 1, 1, new Message.Accept(BALLOT, 1_000_000, Load.value(7, 99)));
  private final Envelope learn = new Envelope(1, 1, 1, new Message.Learn(BALLOT, 1_000_000));
  private final byte[] acceptFrame = PaxosFrame.of(MAC, MAC, accept);
  private final byte[] learnFrame = PaxosFrame.of(MAC, MAC, learn);

  @Benchmark
  public byte[] encodeAccept() {
    return PaxosFrame.of(MAC, MAC, accept);
  }

  @Benchmark
  public Decoded decodeAccept() {
    return PaxosFrame.read(acceptFrame);
  }

  @Benchmark
  public byte[] encodeLearn() {
    return PaxosFrame.of(MAC, MAC, learn);
  }

  @Benchmark
  public Decoded decodeLearn() {
    return PaxosFrame.read(learnFrame);
  }
}
