package io.quorate.paxos.cluster;

import io.quorate.paxos.Configuration;
import io.quorate.paxos.Durability;
import io.quorate.paxos.Lease;
import io.quorate.paxos.Limits;
import io.quorate.paxos.Quorums;
import io.quorate.paxos.ReadRules;
import io.quorate.paxos.ReplicaConfig;
import io.quorate.paxos.Succession;
import io.quorate.paxos.Timing;
import java.util.List;
import java.util.stream.IntStream;

/** How a cluster is made; every member is given the same. Filled in by chained calls. */
public final class Setup {

  final int members;

  /** The first so many members play both roles at first, the others none. */
  int beginners;

  int firstLeader = 1;
  int phase1;
  int phase2;
  Timing timing = new Timing(5, 20, 20, 8);
  int messageBytesMax = 1500;
  int windowSlots = 1 << 16;
  int sessionsMax = 1 << 10;
  int inFlightSlots = Limits.WINDOW_SLOTS_MOST;
  int batchValues = 1;
  Durability durability = Durability.DURABLE;
  Succession succession = Succession.NONE;
  int readsMax = 64;
  Lease lease = Lease.NONE;
  boolean machine;
  boolean framed;
  long seed = 1;

  private Setup(int members) {
    this.members = members;
    this.beginners = members;
    this.phase1 = members / 2 + 1;
    this.phase2 = members / 2 + 1;
  }

  /**
   * Members 1 to {@code members}, majority quorums, first leader 1, no state machine. A heartbeat
   * every 5 ticks, an election after exactly 20 of silence, repeats after 8.
   */
  public static Setup of(int members) {
    return new Setup(members);
  }

  public Setup firstLeader(int node) {
    firstLeader = node;
    return this;
  }

  /** Only the first so many members begin, with majority quorums; the others stand by. */
  public Setup beginners(int count) {
    beginners = count;
    return quorums(count / 2 + 1, count / 2 + 1);
  }

  public Setup quorums(int newPhase1, int newPhase2) {
    phase1 = newPhase1;
    phase2 = newPhase2;
    return this;
  }

  public Setup timing(Timing newTiming) {
    timing = newTiming;
    return this;
  }

  public Setup messageBytesMax(int bytes) {
    messageBytesMax = bytes;
    return this;
  }

  public Setup windowSlots(int slots) {
    windowSlots = slots;
    return this;
  }

  /** So many slots in flight, and values in each. */
  public Setup pipeline(int slots, int values) {
    inFlightSlots = slots;
    batchValues = values;
    return this;
  }

  public Setup sessionsMax(int sessions) {
    sessionsMax = sessions;
    return this;
  }

  public Setup succession(Succession wanted) {
    succession = wanted;
    return this;
  }

  /** So many reads may wait at a leader. */
  public Setup readsMax(int reads) {
    readsMax = reads;
    return this;
  }

  /** What members still know when they start again; durable unless said otherwise. */
  public Setup durability(Durability wanted) {
    durability = wanted;
    return this;
  }

  public Setup lease(Lease newLease) {
    lease = newLease;
    return this;
  }

  /** With the key-value machine on each member. */
  public Setup machine(boolean wanted) {
    machine = wanted;
    return this;
  }

  /** Every message goes through the encoder and the decoder. */
  public Setup framed(boolean wanted) {
    framed = wanted;
    return this;
  }

  public Setup seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /** Requests that a leader takes at once, in flight or waiting. */
  int atOnce() {
    boolean bounded = inFlightSlots < windowSlots;
    return bounded ? inFlightSlots * (1 + batchValues) : windowSlots;
  }

  ReplicaConfig config(int self) {
    List<Integer> ids = IntStream.rangeClosed(1, members).boxed().toList();
    return new ReplicaConfig(
        1,
        self,
        ids,
        firstLeader,
        Configuration.of(ids.subList(0, beginners), new Quorums(beginners, phase1, phase2)),
        timing,
        new Limits(messageBytesMax, windowSlots, sessionsMax, 1 << 20, inFlightSlots, batchValues),
        durability,
        succession,
        new ReadRules(readsMax, lease));
  }
}
