package io.quorate.fabric.sim;

import io.quorate.fabric.Host;
import io.quorate.fabric.Latency;
import io.quorate.fabric.Link;
import io.quorate.fabric.packet.Ipv4Address;
import java.util.ArrayList;
import java.util.List;

/** Two hosts, {@code left} 10.0.0.1 and {@code right} 10.0.0.2, back to back on one cable. */
final class TestLan {

  static final int MTU = 1500;
  static final long LATENCY_NS = 10_000;

  final Simulator simulator = new Simulator();
  final SeededRandom random = new SeededRandom(7);
  final HostNode left = host("left", 1);
  final HostNode right = host("right", 2);
  final Cable cable = cable(left, right);

  /** Every frame that was delivered, and by which lane. */
  final List<byte[]> frames = new ArrayList<>();

  final List<String> lanes = new ArrayList<>();

  TestLan() {
    left.attach(cable.forth());
    right.attach(cable.back());
    cable.watch(
        new Tap() {
          @Override
          public void sent(Lane lane, byte[] frame) {}

          @Override
          public void delivered(Lane lane, byte[] frame, int alterations) {
            frames.add(frame);
            lanes.add(lane.name());
          }

          @Override
          public void dropped(Lane lane, byte[] frame, DropReason reason) {}
        });
  }

  private HostNode host(String name, int number) {
    Host host = new Host(name, Host.Role.CLIENT, "", ip(number), 0x020000000000L + number);
    return new HostNode(simulator, random, host, MTU);
  }

  private Cable cable(HostNode a, HostNode b) {
    Link link =
        new Link("lan", a.name(), b.name(), new Latency.Constant(LATENCY_NS), 0, 100, 0, false);
    return new Cable(simulator, random, link, MTU, a, 1, b, 1);
  }

  static int ip(int number) {
    return Ipv4Address.parse("10.0.0." + number);
  }

  /** Lets this much time pass. */
  void run(long ns) {
    simulator.runUntil(simulator.nowNs() + ns);
  }

  /** Frames from left to right, since the beginning. */
  List<byte[]> framesFromLeft() {
    List<byte[]> chosen = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      if (lanes.get(i).equals("left->right")) {
        chosen.add(frames.get(i));
      }
    }
    return chosen;
  }
}
