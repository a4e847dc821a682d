package io.quorate.fabric.run;

import io.quorate.fabric.link.DropReason;
import io.quorate.fabric.observe.Observer;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.plan.Addressing;
import io.quorate.fabric.program.Classifier;
import io.quorate.fabric.program.PaxosFrame;
import io.quorate.fabric.sim.Lane;
import io.quorate.fabric.sim.Simulator;
import io.quorate.fabric.sim.Tap;
import io.quorate.fabric.trace.PcapngWriter;
import io.quorate.fabric.trace.PcapngWriter.Direction;
import io.quorate.fabric.trace.TraceDigest;
import io.quorate.fabric.trace.TraceEvent;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
import io.quorate.paxos.wire.EtherType;
import java.util.List;
import java.util.Map;

/** Sees the frames of one lane, and passes them to the digest, the capture and the timeline. */
final class LaneWatch implements Tap {

  private final Simulator simulator;
  private final TraceDigest digest;
  private final Outputs outputs;
  private final int place;
  private final int fromInterface;
  private final int toInterface;
  private final Edge edge;
  private final Classifier classifier;
  private final List<Observer> observers;
  private final Runnable asked;
  private final Map<Integer, List<String>> members;

  /** Where a lane lies. */
  enum Edge {
    /** From a client into the fabric. */
    IN,
    /** From the fabric to a client. */
    OUT,
    /** Neither. */
    INSIDE
  }

  /**
   * @param place number of the lane in the fabric
   * @param fromInterface the capture's number for the sending port
   * @param toInterface the capture's number for the receiving port
   * @param classifier tells which service a frame is about
   * @param observers of each service, in their order
   * @param asked run whenever a client is about to send a frame
   * @param members by Paxos group, names of its nodes in the order of their ids
   */
  LaneWatch(
      Simulator simulator,
      TraceDigest digest,
      Outputs outputs,
      int place,
      int fromInterface,
      int toInterface,
      Edge edge,
      Classifier classifier,
      List<Observer> observers,
      Runnable asked,
      Map<Integer, List<String>> members) {
    this.simulator = simulator;
    this.digest = digest;
    this.outputs = outputs;
    this.place = place;
    this.fromInterface = fromInterface;
    this.toInterface = toInterface;
    this.edge = edge;
    this.classifier = classifier;
    this.observers = observers;
    this.asked = asked;
    this.members = members;
  }

  @Override
  public void sent(Lane lane, byte[] frame) {
    tellObserver(frame);
    PcapngWriter capture = outputs.capture();
    if (capture != null) {
      capture.frame(fromInterface, simulator.nowNs(), Direction.OUTBOUND, frame, "");
    }
  }

  @Override
  public void delivered(Lane lane, byte[] frame, int alterations) {
    digest.add(RecordKind.RECEIVED, place, simulator.nowNs(), alterations, frame);
    String comment = alterations == 0 ? "" : describe(alterations);
    PcapngWriter capture = outputs.capture();
    if (capture != null) {
      capture.frame(toInterface, simulator.nowNs(), Direction.INBOUND, frame, comment);
    }
    log(TraceEvent.Kind.RECEIVE, lane, frame, comment);
  }

  @Override
  public void dropped(Lane lane, byte[] frame, DropReason reason) {
    digest.add(RecordKind.DROPPED, place, simulator.nowNs(), reason.code());
    if (reason != DropReason.CARRIER_LOST) {
      tellObserver(frame);
    }
    PcapngWriter capture = outputs.capture();
    if (capture != null) {
      capture.frame(
          fromInterface, simulator.nowNs(), Direction.OUTBOUND, frame, "lost: " + reason.text());
    }
    log(TraceEvent.Kind.DROP, lane, frame, reason.text());
  }

  /** A frame counts where it is given to the link, once, whatever becomes of it there. */
  private void tellObserver(byte[] frame) {
    switch (edge) {
      case IN -> {
        asked.run();
        observers.get(classifier.placeOf(frame)).asked(frame);
      }
      case OUT -> observers.get(classifier.placeOf(frame)).answered(frame);
      case INSIDE -> {}
    }
  }

  private static String describe(int alterations) {
    StringBuilder text = new StringBuilder();
    append(text, alterations & Lane.CORRUPTED, "one bit flipped by a fault");
    append(text, alterations & Lane.DUPLICATE, "second copy made by a fault");
    append(text, alterations & Lane.HELD, "held back by a fault");
    return text.toString();
  }

  private static void append(StringBuilder text, int present, String words) {
    if (present != 0) {
      text.append(text.isEmpty() ? "" : ", ").append(words);
    }
  }

  /** Only our own messages stand in the timeline; of others, requests and answers do. */
  private void log(TraceEvent.Kind kind, Lane lane, byte[] frame, String comment) {
    if (!outputs.timeline().isOn() || !(PaxosFrame.read(frame) instanceof Decoded.Frame read)) {
      return;
    }
    Message message = read.envelope().message();
    String reached = lane.to().name();
    String text =
        EtherType.of(message)
            + beyond(reached, frame)
            + (comment.isEmpty() ? "" : TraceEvent.REASON + comment);
    boolean received = kind == TraceEvent.Kind.RECEIVE;
    String node = received ? reached : lane.from().name();
    String peer = received ? lane.from().name() : reached;
    outputs
        .timeline()
        .log(
            new TraceEvent(
                simulator.nowNs(), node, kind, peer, slot(message), ballot(message), text));
  }

  /** Says whom a frame is for, where that is not the node at which its link ends. */
  private String beyond(String reached, byte[] frame) {
    int node = Addressing.nodeOf(Ethernet.destination(frame));
    if (node == 0) {
      return " for the leader";
    }
    int group = Addressing.groupOf(Ethernet.destination(frame));
    List<String> names = members.getOrDefault(group, List.of());
    boolean further = node > 0 && node <= names.size() && !names.get(node - 1).equals(reached);
    return further ? " for " + names.get(node - 1) : "";
  }

  private static long slot(Message message) {
    return switch (message) {
      case Message.Accept m -> m.slot();
      case Message.Learn m -> m.slot();
      case Message.Chosen m -> m.slot();
      case Message.Repair m -> m.fromSlot();
      case Message.Prepare m -> m.fromSlot();
      case Message.Promise m -> m.fromSlot();
      case Message.Trust m -> m.chosenBelow();
      case Message.Ack m -> m.deliveredBelow();
      case Message.Piece m -> m.snapshot().slot();
      case Message.Fetch m -> m.snapshot().slot();
      case Message.HandOver m -> m.deliveredBelow();
      case Message.Recover m -> m.fromSlot();
      case Message.Recovered m -> m.deliveredBelow();
      case Message.Canvass m -> TraceEvent.NO_SLOT;
      case Message.Support m -> TraceEvent.NO_SLOT;
      case Message.Client m -> TraceEvent.NO_SLOT;
      case Message.Read m -> TraceEvent.NO_SLOT;
      case Message.Join m -> TraceEvent.NO_SLOT;
      case Message.Nack m -> TraceEvent.NO_SLOT;
      case Message.Refusal m -> TraceEvent.NO_SLOT;
      case Message.Reply m -> TraceEvent.NO_SLOT;
    };
  }

  private static String ballot(Message message) {
    Ballot ballot =
        switch (message) {
          case Message.Accept m -> m.ballot();
          case Message.Learn m -> m.ballot();
          case Message.Prepare m -> m.ballot();
          case Message.Promise m -> m.ballot();
          case Message.Trust m -> m.ballot();
          case Message.Nack m -> m.promised();
          case Message.Ack m -> m.ballot();
          case Message.HandOver m -> m.ballot();
          case Message.Canvass m -> m.ballot();
          case Message.Support m -> m.ballot();
          case Message.Piece m -> null;
          case Message.Fetch m -> null;
          case Message.Recovered m -> m.promised();
          case Message.Recover m -> null;
          case Message.Chosen m -> null;
          case Message.Repair m -> null;
          case Message.Client m -> null;
          case Message.Read m -> null;
          case Message.Join m -> null;
          case Message.Refusal m -> null;
          case Message.Reply m -> null;
        };
    return ballot == null ? "" : ballot.toString();
  }
}
