package io.quorate.fabric.sim;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A node that writes down what reaches it, as {@code time:first payload byte in hex}. */
final class RecordingNode implements Node {

  private final String name;
  private final Simulator simulator;
  final List<String> log = new ArrayList<>();
  final List<byte[]> frames = new ArrayList<>();
  final List<Long> arrivalsNs = new ArrayList<>();

  RecordingNode(String name, Simulator simulator) {
    this.name = name;
    this.simulator = simulator;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void receive(int port, byte[] frame) {
    frames.add(frame);
    arrivalsNs.add(simulator.nowNs());
    log.add(simulator.nowNs() + ":" + HexFormat.of().toHexDigits(frame[14]));
  }

  @Override
  public void carrierChanged(int port, boolean up) {
    log.add(simulator.nowNs() + ":port " + port + (up ? " up" : " down"));
  }

  /** First payload bytes of what arrived, in order of arrival. */
  List<Integer> marks() {
    return frames.stream().map(f -> f[14] & 0xff).toList();
  }

  /** An empty Ethernet frame of this many bytes, marked. */
  static byte[] frame(int mark, int bytes) {
    byte[] frame = new byte[bytes];
    frame[12] = 0x7a;
    frame[14] = (byte) mark;
    return frame;
  }
}
