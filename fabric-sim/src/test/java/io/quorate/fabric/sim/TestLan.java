package io.quorate.fabric.sim;

import io.quorate.fabric.Host;
import io.quorate.fabric.Latency;
import io.quorate.fabric.Link;
import io.quorate.fabric.link.DropReason;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.fabric.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/** Two hosts, {@code left} 10.0.0.1 and {@code right} 10.0.0.2, back to back on one cable. */
public final class TestLan {

  public static final int MTU = 1500;
  public static final long LATENCY_NS = 10_000;

  public final Simulator simulator = new Simulator();
  public final SeededRandom random = new SeededRandom(7);
  public final HostNode left = host("left", 1);
  public final HostNode right = host("right", 2);
  public final Cable cable = cable(left, right);

  /** Every frame that was delivered, and by which lane. */
  public final List<byte[]> frames = new ArrayList<>();

  public final List<String> lanes = new ArrayList<>();

  public TestLan() {
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

  public static int ip(int number) {
    return Ipv4Address.parse("10.0.0." + number);
  }

  /** Lets this much time pass. */
  public void run(long ns) {
    simulator.runUntil(simulator.nowNs() + ns);
  }

  /** Frames from left to right, since the beginning. */
  public List<byte[]> framesFromLeft() {
    List<byte[]> chosen = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      if (lanes.get(i).equals("left->right")) {
        chosen.add(frames.get(i));
      }
    }
    return chosen;
  }
}
