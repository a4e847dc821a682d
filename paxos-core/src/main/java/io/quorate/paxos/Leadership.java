package io.quorate.paxos;

import io.quorate.paxos.message.Message.Ack;
import io.quorate.paxos.message.Message.Join;
import io.quorate.paxos.message.Message.Nack;
import io.quorate.paxos.message.Message.Trust;
import io.quorate.paxos.role.Acceptor;
import io.quorate.paxos.role.Candidate;
import io.quorate.paxos.role.FailureDetector;
import io.quorate.paxos.role.Followers;
import io.quorate.paxos.role.Leader;
import io.quorate.paxos.role.Learner;
import io.quorate.paxos.role.Pledge;
import io.quorate.paxos.role.Rounds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who leads, as far as this replica knows. It leads itself, or stands for election, or follows: in
 * all three it obeys whoever speaks in a higher ballot than it has promised, and nobody in a lower.
 *
 * <p>None of this is needed for safety. Two nodes may believe that they lead; only the one with the
 * higher ballot gets votes from those who have promised it.
 */
final class Leadership {

  private final Members members;
  private final Acceptor acceptor;
  private final Learner learner;
  private final FailureDetector detector;
  private final Window window;
  private final ReplicaConfig config;
  private final Rebirths rebirths;
  private final Counters counters;
  private final Records records;
  private final Configurations configurations;
  private final Membership membership;

  /** Who was spoken to as leader last. */
  private List<Integer> audience = List.of();

  private final Pledge pledge;

  private @Nullable Leader leader;
  private @Nullable Candidate candidate;
  private int trusted;
  private int highestRound;
  private long askedFrom;

  Leadership(Member member, FailureDetector detector) {
    this.members = member.members();
    this.acceptor = member.acceptor();
    this.learner = member.learner();
    this.rebirths = member.rebirths();
    this.counters = member.counters();
    this.records = member.records();
    this.configurations = member.configurations();
    this.membership = member.membership();
    this.detector = detector;
    this.window = member.window();
    this.config = member.config();
    this.pledge = new Pledge(config.reads().lease().ticks());
  }

  /** What this member owes to a leader that relies on its lease. */
  Pledge pledge() {
    return pledge;
  }

  /** This node's leadership; null while it does not lead. */
  @Nullable Leader leader() {
    return leader;
  }

  /** This node's candidacy; null while it does not stand for election. */
  @Nullable Candidate candidate() {
    return candidate;
  }

  /** The node that is believed to lead; 0 if nobody. */
  int trusted() {
    return trusted;
  }

  /** The highest round heard of: a candidate that wants to win goes above it. */
  int highestRound() {
    return Math.max(highestRound, acceptor.promised().round());
  }

  /** True if the sender may speak in this ballot; what others say in it is ignored. */
  boolean owns(int sender, Ballot ballot) {
    if (sender == ballot.node()) {
      return true;
    }
    counters.unauthorised++;
    return false;
  }

  /** One tick of the clock by which pledges end. */
  void tick() {
    pledge.tick();
    if (leader != null) {
      leader.rounds().tick();
    }
  }

  // ---------------------------------------------------------------- to lead

  /** The first leader's ballot is promised by all from birth: it may lead at once. */
  void boot(Effects out) {
    if (members.self() == config.firstLeader()) {
      lead(acceptor.promised(), 0, out);
    } else {
      trust(config.firstLeader(), out);
    }
  }

  /** A node that was started again leads no more, and asks who does. */
  void bootAgain(Effects out) {
    forgets(out);
    out.add(new Effect.Broadcast(new Join(learner.nextSlot())));
  }

  /** A node that was started again knows of no leader, nor what it has pledged to any. */
  void forgets(Effects out) {
    pledge.startedAgain();
    out.add(new Effect.LeaderChanged(0, acceptor.promised()));
  }

  /** Promises the ballot, which is not refused, and has it written down. */
  void promise(Ballot ballot, Effects out) {
    acceptor.promise(ballot);
    records.promised(ballot, out);
  }

  /** The leader has been silent for too long: this node trusts nobody. */
  void suspect(Effects out) {
    trust(0, out);
  }

  void stand(Candidate standing, Effects out) {
    candidate = standing;
    trust(0, out);
  }

  /** Leads in the ballot, from this slot on. */
  Leader lead(Ballot ballot, long nextSlot, Effects out) {
    int patienceTicks = config.timing().electionTicksMax();
    Followers followers = new Followers(members.size(), members.selfIndex(), patienceTicks);
    Rounds rounds = new Rounds(members.size(), members.selfIndex());
    Leader elected = new Leader(ballot, nextSlot, config.timing(), followers, rounds);
    candidate = null;
    leader = elected;
    audience = membership.audience();
    trust(members.self(), out);
    heartbeat(elected, out);
    return elected;
  }

  void heartbeat(Leader leading, Effects out) {
    if (config.reads().lease().isOn()) {
      leading.rounds().begin();
      leading.rounds().want(true);
    }
    raiseWatermark(leading);
    out.add(new Effect.Broadcast(trust(leading)));
    farewell(leading, out);
  }

  /** Whoever is not needed any more hears so once, from the watermark, and will stand no more. */
  private void farewell(Leader leading, Effects out) {
    List<Integer> now = membership.audience();
    if (now.size() < audience.size()) {
      for (int node : audience) {
        if (!now.contains(node)) {
          out.add(new Effect.Send(node, trust(leading)));
        }
      }
    }
    audience = now;
  }

  /** Asks all, between heartbeats, in a round that has just begun. */
  void ask(Leader leading, Effects out) {
    out.add(new Effect.Broadcast(trust(leading)));
  }

  private Trust trust(Leader leading) {
    long round = leading.rounds().wanted();
    return new Trust(leading.ballot(), learner.nextSlot(), window.watermark(), round);
  }

  /**
   * Looks how far those have delivered of whom every later leader will have asked one, in every
   * configuration that is needed. One that is passing does not count any more once every phase-1
   * quorum of the next has come to where the next begins. The leader goes no further than it has
   * come itself: it knows no configuration that governs slots a window beyond that.
   *
   * @return true if that is further than before
   */
  boolean raiseWatermark(Leader leading) {
    long before = window.watermark();
    long own = learner.nextSlot();
    window.raise(
        Math.min(own, configurations.reached(before, leading.followers().deliveredBelow(own))));
    return window.watermark() > before;
  }

  /** A member follows, and says how far it has come. */
  void onAck(int member, Ack ack) {
    if (leader != null && leader.ballot().equals(ack.ballot())) {
      leader.followers().heard(member, ack.deliveredBelow());
      leader.rounds().echo(member, ack.round());
    }
  }

  // ---------------------------------------------------------------- to follow

  /**
   * A heartbeat. One of a deposed leader is refused, so that it finds out.
   *
   * @return true if its sender leads
   */
  boolean onTrust(int sender, Trust trust, Effects out) {
    if (!owns(sender, trust.ballot())) {
      return false;
    }
    if (acceptor.refuses(trust.ballot())) {
      refuse(sender, out);
      return false;
    }
    window.raise(trust.watermark());
    follow(trust.ballot(), out);
    if (trust.round() != 0) {
      pledge.give(trust.ballot());
    }
    Ack ack = new Ack(trust.ballot(), learner.nextSlot(), trust.round(), rebirths.told());
    out.add(new Effect.Send(sender, ack));
    return true;
  }

  /** Tells the sender that a higher ballot than its own is promised. */
  void refuse(int sender, Effects out) {
    out.add(new Effect.Send(sender, new Nack(acceptor.promised())));
  }

  /** Word from the owner of a ballot at least as high as any promised: it leads, we do not. */
  void follow(Ballot ballot, Effects out) {
    if (!acceptor.hasPromised(ballot)) {
      promise(ballot, out);
    }
    if (candidate != null || leader != null) {
      standDown(ballot.round());
    }
    if (trusted == ballot.node()) {
      detector.heard();
    } else {
      detector.rearm();
      trust(ballot.node(), out);
    }
  }

  /**
   * Whoever asks for a promise may be about to lead: it has the time of an election for it, counted
   * from its last step forward. One that only asks again may hear nobody's answer; and to one that
   * this member knows to be too far behind, others are not to lose their turn, however often it
   * stands.
   */
  void makeWayFor(Ballot ballot, long fromSlot, Effects out) {
    boolean isNew = !acceptor.hasPromised(ballot);
    if (isNew) {
      promise(ballot, out);
      if (candidate != null || leader != null) {
        standDown(ballot.round());
        trust(0, out);
      }
    }
    if ((isNew || fromSlot > askedFrom) && !acceptor.outruns(fromSlot)) {
      askedFrom = fromSlot;
      detector.heard();
    }
  }

  void onNack(Nack nack, Effects out) {
    highestRound = Math.max(highestRound, nack.promised().round());
    boolean outbid =
        (leader != null && nack.promised().compareTo(leader.ballot()) > 0)
            || (candidate != null && nack.promised().compareTo(candidate.ballot()) > 0);
    if (outbid) {
      standDown(nack.promised().round());
      trust(0, out);
    }
  }

  /** Somebody is back and asks who leads; it is not the one any more. */
  void onJoin(int sender, Effects out) {
    if (trusted == sender) {
      suspect(out);
    }
    if (leader != null) {
      out.add(new Effect.Send(sender, trust(leader)));
    }
  }

  /** What an earlier self of the member has promised or delivered counts no more. */
  void voidWords(int member) {
    if (candidate != null) {
      candidate.voidPromise(member);
    }
    if (leader != null) {
      leader.followers().voidAcks(member);
    }
  }

  /** The way to a member has come back: if this node leads, the member is to hear so. */
  void linkUp(int node, Effects out) {
    if (leader != null) {
      out.add(new Effect.Send(node, trust(leader)));
    }
  }

  /** Leads no more, for want of a quorum: perhaps others can do what this node cannot. */
  void abdicate(Effects out) {
    standDown(0);
    trust(0, out);
  }

  void standDown(int round) {
    highestRound = Math.max(highestRound, round);
    candidate = null;
    leader = null;
    detector.rearm();
  }

  private void trust(int node, Effects out) {
    if (trusted != node) {
      trusted = node;
      out.add(new Effect.LeaderChanged(node, acceptor.promised()));
    }
  }
}
