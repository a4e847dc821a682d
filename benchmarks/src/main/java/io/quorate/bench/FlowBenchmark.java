package io.quorate.bench;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Datapath;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.Group;
import io.quorate.fabric.flow.Names;
import io.quorate.fabric.flow.Pipeline;
import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.packet.Udp;
import io.quorate.fabric.plan.Addressing;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.plan.Routes;
import io.quorate.fabric.program.PaxosFrame;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Frames through a switch's flow tables, from the bytes to the ports. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FlowBenchmark {

  /** Counts what leaves, and stops frames at programs. */
  private static final class Sink implements Datapath {
    private static final int[] PORTS = {1, 2, 3};
    private long count;

    @Override
    public void output(int port, byte[] frame) {
      count++;
    }

    @Override
    public Verdict run(int program, Frame frame, int inPort) {
      count++;
      return Verdict.STOP;
    }

    @Override
    public boolean isLive(int port) {
      return true;
    }

    @Override
    public int[] ports() {
      return PORTS;
    }
  }

  private static final int LARGE = 10_000;

  private final Sink sink = new Sink();
  private final Pipeline generated = new Pipeline(sink);
  private final Pipeline large = new Pipeline(sink);
  private final byte[] forS2 = learnFrame(2);
  private final byte[] forS3 = learnFrame(3);
  private final byte[][] datagrams = new byte[1024][];
  private final int portToS1;
  private int turn;

  /** Fills S2 of wan-three as the simulator does, and a table of {@value #LARGE} entries. */
  public FlowBenchmark() {
    Fabric fabric = Shipped.fabric("wan-three");
    Switch s2 =
        fabric.switches().stream()
            .filter(each -> each.name().equals("S2"))
            .findFirst()
            .orElseThrow();
    portToS1 =
        s2.ports().stream()
            .filter(port -> port.peer().equals("S1"))
            .mapToInt(Switch.Port::number)
            .findFirst()
            .orElseThrow();
    FlowBook.Entries entries = new FlowBook(fabric).all(s2, 1, new Routes(fabric, link -> true));
    for (Group group : entries.groups()) {
      generated.putGroup(group);
    }
    for (Flow flow : entries.flows()) {
      generated.add(flow, 0);
    }
    fillLarge();
  }

  private static byte[] learnFrame(int to) {
    Message learn = new Message.Learn(new Ballot(0, 1), 5);
    return PaxosFrame.of(
        Addressing.ofNode(1, to), Addressing.ofNode(1, 1), new Envelope(1, 1, 1, learn));
  }

  /** Eight kinds of matches, of which a datagram to a known port fits the last that is tried. */
  private void fillLarge() {
    for (int i = 0; i < LARGE; i++) {
      String match =
          switch (i % 8) {
            case 0 -> "priority=80,in_port=" + (i + 10);
            case 1 ->
                "priority=70,dl_dst=" + String.format("02:00:00:00:%02x:%02x", i >> 8, i & 255);
            case 2 -> "priority=60,ip,nw_src=10.9." + (i >> 8) + "." + (i & 255);
            case 3 -> "priority=50,ip,nw_dst=10.8." + (i >> 8) + ".0/24";
            case 4 -> "priority=40,dl_vlan=" + (i & 0xfff) + ",in_port=" + i;
            case 5 -> "priority=30,tcp,tp_dst=" + i;
            case 6 -> "priority=20,udp,tp_src=" + i;
            default -> "priority=10,udp,tp_dst=" + i;
          };
      large.add(FlowSyntax.flow(match + ",actions=output:2", Names.NONE), 0);
    }
    for (int i = 0; i < datagrams.length; i++) {
      int port = i * 8 + 7;
      datagrams[i] = Udp.frame(0x0A, 0x0B, 0x0A000001, 0x0A000002, 65_000, port, new byte[64]);
    }
  }

  /** A LEARN for this switch: three lookups, then a program. */
  @Benchmark
  public long toProgram() {
    generated.process(forS2, portToS1, 0);
    return sink.count;
  }

  /** A LEARN for another switch: three lookups, a fast-failover group, then a port. */
  @Benchmark
  public long forwarded() {
    generated.process(forS3, portToS1, 0);
    return sink.count;
  }

  /** A datagram through a table of ten thousand entries, whose last kind of match it fits. */
  @Benchmark
  public long largeTable() {
    large.process(datagrams[turn++ & 1023], 1, 0);
    return sink.count;
  }
}
