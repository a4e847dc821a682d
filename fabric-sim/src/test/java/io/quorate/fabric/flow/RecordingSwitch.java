package io.quorate.fabric.flow;

import io.quorate.fabric.packet.Frame;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** A switch of some ports that keeps what leaves it, as hexadecimal. */
final class RecordingSwitch implements Datapath {
  private final int[] ports;
  private final TreeSet<Integer> down = new TreeSet<>();
  private final Map<Integer, BiFunction<Frame, Integer, Verdict>> programs = new LinkedHashMap<>();
  private Map<Integer, List<String>> out = new TreeMap<>();
  final Pipeline pipeline = new Pipeline(this);

  RecordingSwitch(int... ports) {
    this.ports = ports;
  }

  /** A switch of ports 1 to 4 with these flows and groups. */
  static RecordingSwitch with(String... lines) {
    RecordingSwitch made = new RecordingSwitch(1, 2, 3, 4);
    for (String line : lines) {
      if (line.startsWith("group_id")) {
        made.pipeline.putGroup(FlowSyntax.group(line, Names.NONE));
      } else {
        made.pipeline.add(FlowSyntax.flow(line, Names.NONE), 0);
      }
    }
    return made;
  }

  RecordingSwitch program(int number, BiFunction<Frame, Integer, Verdict> program) {
    programs.put(number, program);
    return this;
  }

  void setDown(int port) {
    down.add(port);
  }

  /** What leaves, by port, when a frame comes in. */
  Map<Integer, List<String>> send(int inPort, byte[] frame, long nowNs) {
    out = new TreeMap<>();
    pipeline.process(frame, inPort, nowNs);
    return out;
  }

  Map<Integer, List<String>> send(int inPort, byte[] frame) {
    return send(inPort, frame, 0);
  }

  @Override
  public void output(int port, byte[] frame) {
    boolean there = false;
    for (int one : ports) {
      there |= one == port;
    }
    if (there) {
      out.computeIfAbsent(port, _ -> new ArrayList<>()).add(HexFormat.of().formatHex(frame));
    }
  }

  @Override
  public Verdict run(int program, Frame frame, int inPort) {
    return programs.getOrDefault(program, (_, _) -> Verdict.STOP).apply(frame, inPort);
  }

  @Override
  public boolean isLive(int port) {
    return !down.contains(port);
  }

  @Override
  public int[] ports() {
    return ports;
  }
}
