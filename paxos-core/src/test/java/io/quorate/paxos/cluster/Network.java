package io.quorate.paxos.cluster;

import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
import io.quorate.paxos.wire.Decoder;
import io.quorate.paxos.wire.Encoder;
import io.quorate.paxos.wire.EtherType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The links between members, each way its own, and what is on its way over them. */
final class Network {

  private final Setup setup;
  private final List<Packet> inFlight = new ArrayList<>();
  private final List<Packet> heldBack = new ArrayList<>();
  private final boolean[][] cut;
  private final boolean[][] slow;

  Network(Setup setup) {
    this.setup = setup;
    this.cut = new boolean[setup.members + 1][setup.members + 1];
    this.slow = new boolean[setup.members + 1][setup.members + 1];
  }

  /** What is on its way, oldest first. */
  List<Packet> inFlight() {
    return inFlight;
  }

  /** What slow links hold back, oldest first. */
  List<Packet> heldBack() {
    return heldBack;
  }

  /** Puts a message in flight; lost if the link is cut. */
  void send(int to, Envelope envelope) {
    if (cut[envelope.sender()][to]) {
      return;
    }
    byte[] frame = null;
    if (setup.framed) {
      frame = Encoder.encode(envelope);
      boolean bounded = !(envelope.message() instanceof Message.Client);
      if (bounded && frame.length > setup.messageBytesMax) {
        throw new AssertionError(frame.length + " bytes: " + Notation.of(envelope.message()));
      }
    }
    Packet packet = new Packet(to, envelope, frame);
    (slow[envelope.sender()][to] ? heldBack : inFlight).add(packet);
  }

  /** What the receiver of the packet is told. */
  static Envelope arriving(Packet packet) {
    byte[] frame = packet.frame();
    if (frame == null) {
      return packet.envelope();
    }
    int etherType = EtherType.of(packet.envelope().message()).code();
    return switch (Decoder.decode(etherType, frame, 0, frame.length)) {
      case Decoded.Frame decoded -> decoded.envelope();
      case Decoded.Malformed malformed ->
          throw new AssertionError(packet + " came as " + malformed.reason());
    };
  }

  /** What matches and is in flight now; at least one, or the test does not test what it says. */
  List<Packet> matching(String which) {
    Which wanted = Which.parse(which);
    List<Packet> meant = inFlight.stream().filter(wanted::matches).toList();
    if (meant.isEmpty()) {
      throw new AssertionError("nothing in flight matches " + which + ", only " + inFlight);
    }
    return meant;
  }

  /** What is sent from now on over the link is lost. */
  void cut(int from, int to) {
    cut[from][to] = true;
  }

  /** What is sent from now on to and from the node is lost. */
  void isolate(int node) {
    for (int other = 1; other < cut.length; other++) {
      if (other != node) {
        cut(node, other);
        cut(other, node);
      }
    }
  }

  /** What is sent from now on over the link is held back, or goes its way again. */
  void slow(int from, int to, boolean isSlow) {
    slow[from][to] = isSlow;
  }

  /** Puts in flight what was held back on links that are slow no more, if it is meant. */
  void letGo(Predicate<Packet> meant) {
    for (Packet packet : List.copyOf(heldBack)) {
      if (!slow[packet.from()][packet.to()] && meant.test(packet)) {
        heldBack.remove(packet);
        inFlight.add(packet);
      }
    }
  }

  /** No link is cut any more. */
  void heal() {
    for (boolean[] row : cut) {
      Arrays.fill(row, false);
    }
  }
}
