package io.quorate.fabric.program;

import io.quorate.fabric.Host;
import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.Service;
import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.plan.Programs;
import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.paxos.Replica;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.wire.Decoded;
import io.quorate.paxos.wire.EtherType;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All programs of one switch, by number. A number that this switch does not have stops the frame.
 */
public final class SwitchPrograms {

  private static final Set<EtherType> CLIENT = EnumSet.of(EtherType.CLIENT, EtherType.READ);
  private static final Set<EtherType> ANSWERS = EnumSet.of(EtherType.REPLY, EtherType.REFUSAL);
  private static final Set<EtherType> ACCEPT = EnumSet.of(EtherType.ACCEPT);
  private static final Set<EtherType> LEARN = EnumSet.of(EtherType.LEARN);

  private final ProgramCounters counters = new ProgramCounters();
  private final boolean packets;
  private final PaxosGroup group;
  private final ProxyArp proxyArp;
  private final Ingress ingress;
  private final Consolidation consolidation;
  private final @Nullable Delivery delivery;
  private final @Nullable PaxosProcess paxos;
  private final @Nullable OnReply onReply;

  /**
   * @param of the switch
   * @param replica its member of the Paxos group; null if it has none
   * @param valueBytesMax longest value that a message can carry
   */
  public SwitchPrograms(
      Directory directory,
      Switch of,
      @Nullable Replica replica,
      int valueBytesMax,
      ProgramHost host) {
    this(
        directory,
        of,
        replica,
        valueBytesMax,
        host,
        Registers.inMemory(Registers.Places.count(directory)));
  }

  /**
   * As above.
   *
   * @param registers what the programs of this switch have for this service; not all 0 if they were
   *     run before, by something that is no more
   */
  public SwitchPrograms(
      Directory directory,
      Switch of,
      @Nullable Replica replica,
      int valueBytesMax,
      ProgramHost host,
      Registers registers) {
    this.packets = directory.fabric().service().delivery() == Service.Delivery.PACKETS;
    this.group = directory.fabric().group();
    this.proxyArp = new ProxyArp(directory);
    this.ingress = new Ingress(directory, host, counters, registers, valueBytesMax);
    this.consolidation = new Consolidation(directory, of.name(), counters);
    if (replica == null) {
      this.delivery = null;
      this.paxos = null;
      this.onReply = null;
    } else {
      this.delivery =
          packets ? new Delivery(directory, of.name(), host, counters, registers) : null;
      this.paxos = new PaxosProcess(replica, host, counters, registers, delivery);
      this.onReply =
          new OnReply(
              directory, counters, registers, delivery, replica.config().self(), valueBytesMax);
    }
  }

  /**
   * The replica was started again and remembers nothing, and with it nobody knows which packets the
   * service hosts here have been handed: they are out of step. What edges count is kept.
   */
  public void startAgain(Replica replica) {
    if (paxos == null) {
      throw new IllegalStateException("this switch has no replica");
    }
    paxos.startAgain(replica);
    if (delivery != null) {
      delivery.skip();
    }
  }

  /**
   * The replica was started again with what its disk holds. How far its service hosts were served
   * is known, and what waits for them still does.
   */
  public void startAgainFromDisk(Replica replica) {
    if (paxos == null) {
      throw new IllegalStateException("this switch has no replica");
    }
    paxos.startAgain(replica);
  }

  /** Runs a program; the contract is that of {@code Datapath.run}. */
  public Verdict run(int program, Frame frame) {
    return switch (program) {
      case Programs.ON_CLIENT -> paxos(frame, CLIENT);
      case Programs.ON_ACCEPT -> paxos(frame, ACCEPT);
      case Programs.ON_LEARN -> paxos(frame, LEARN);
      case Programs.ON_CONTROL -> paxos(frame, Programs.control());
      case Programs.INGRESS -> ingress.run(frame);
      case Programs.ON_REPLY -> onReply == null ? Verdict.STOP : onReply.run(frame);
      case Programs.CONSOLIDATE -> packets ? consolidation.run(frame) : passOn(frame);
      case Programs.PROXY_ARP -> proxyArp.run(frame);
      default -> Verdict.STOP;
    };
  }

  /** What a member's state machine answers is its client's own message, and goes on as it is. */
  private Verdict passOn(Frame frame) {
    switch (PaxosFrame.read(frame.bytes())) {
      case Decoded.Malformed malformed -> counters.count(Reason.MALFORMED_FRAME);
      case Decoded.Frame read -> {
        Envelope envelope = read.envelope();
        boolean member = envelope.sender() >= 1 && envelope.sender() <= group.members().size();
        if (member
            && envelope.group() == group.id()
            && ANSWERS.contains(EtherType.of(envelope.message()))) {
          return Verdict.GO_ON;
        }
        counters.count(Reason.BAD_REPLY);
      }
    }
    return Verdict.STOP;
  }

  private Verdict paxos(Frame frame, Set<EtherType> expected) {
    return paxos == null ? Verdict.STOP : paxos.run(frame, expected);
  }

  /**
   * Hands ordered packets to the local service hosts, as far as they can be sent now; to be called
   * when a frame's programs have run, and now and then.
   */
  public void pump() {
    if (delivery != null) {
      delivery.pump();
    }
  }

  /** Packets that were handed over may not have left: the service hosts here are given up. */
  public void doubt() {
    if (delivery != null) {
      delivery.skip();
    }
  }

  /** True if ordered packets wait to be handed over. */
  public boolean isWaiting() {
    return delivery != null && delivery.isWaiting();
  }

  /**
   * What {@link #pump} has sent has left the switch; to be told where the programs may be stopped
   * without a word.
   */
  public void handedOver() {
    if (delivery != null) {
      delivery.handedOver();
    }
  }

  /**
   * The programs were stopped without a word and run again, with the registers that they had. If
   * packets were on their way to the service hosts, nobody knows which of them have left: those
   * hosts are given up.
   */
  public void resume() {
    if (delivery != null) {
      delivery.resume();
    }
  }

  /** True if a service host of this switch has missed packets and is handed no more. */
  public boolean hasGivenUp(Host host) {
    return delivery != null && delivery.hasGivenUp(host);
  }

  /** True if ordered packets are handed to the service hosts of this switch. */
  public boolean isServing() {
    return delivery != null && delivery.isServing();
  }

  /** The Paxos process, or null if the switch has none. */
  public @Nullable PaxosProcess paxos() {
    return paxos;
  }

  public ProgramCounters counters() {
    return counters;
  }

  /** Client packets stamped here so far. */
  public long stamped() {
    return ingress.stamped();
  }
}
