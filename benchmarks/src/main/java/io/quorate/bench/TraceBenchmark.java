package io.quorate.bench;

import io.quorate.fabric.trace.PcapngWriter;
import io.quorate.fabric.trace.PcapngWriter.Direction;
import io.quorate.fabric.trace.TraceDigest;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to trace one frame of 142 bytes, an ACCEPT of a 64-byte value. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class TraceBenchmark {

  private static final int FRAME_BYTES = 142;

  private final byte[] frame = new byte[FRAME_BYTES];
  private final TraceDigest digest = new TraceDigest();
  private final PcapngWriter capture = new PcapngWriter(OutputStream.nullOutputStream(), "");
  private final int port = capture.addPort("port", "");
  private long timeNs;

  @Benchmark
  public long digest() {
    digest.add(1, 2, timeNs++, 0, frame);
    return digest.recordCount();
  }

  /** The capture's target throws the bytes away. */
  @Benchmark
  public void capture() {
    capture.frame(port, timeNs++, Direction.OUTBOUND, frame, "");
  }
}
