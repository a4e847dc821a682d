package io.quorate.fabric.program;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.Service;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.paxos.Limits;
import io.quorate.paxos.ReadRules;
import io.quorate.paxos.Replica;
import io.quorate.paxos.ReplicaConfig;
import io.quorate.paxos.Succession;
import io.quorate.paxos.Timing;
import io.quorate.paxos.machine.KeyValueMachine;
import io.quorate.paxos.store.Recovered;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes the replicas of a service's group from its description. A member's random numbers depend on
 * the fabric's seed, the switch's name and how often it was started, and on nothing else.
 */
public final class ReplicaFactory {

  private static final int SNAPSHOT_BYTES_MAX = 1 << 28;
  private static final int READS_MAX = 1 << 12;

  private final Fabric view;
  private final int place;
  private final SeededRandom random;

  /**
   * @param view the fabric, as the service has it
   * @param place of the service among the fabric's services
   * @param random of the whole fabric; every replica splits its own from it
   */
  public ReplicaFactory(Fabric view, int place, SeededRandom random) {
    this.view = view;
    this.place = place;
    this.random = random;
  }

  /**
   * A replica that has just been started. The first service's replicas draw what they drew when
   * there was no other.
   *
   * @param switchName a member of the group
   * @param incarnation how often it has been started, this time included
   * @param recovered what its store gave back
   */
  public Replica start(String switchName, int incarnation, Recovered recovered) {
    boolean inSwitch = view.service().delivery() == Service.Delivery.STATE_MACHINE;
    String service = place == 0 ? "" : "/" + place;
    String start = incarnation == 1 ? "" : "/start " + incarnation;
    return new Replica(
        config(view.group().node(switchName)),
        incarnation,
        inSwitch ? new KeyValueMachine() : null,
        random.split("switch/" + switchName + "/replica" + service + start),
        recovered);
  }

  /** Longest value that a message of the group can carry. */
  public int valueBytesMax() {
    return limits().valueBytesMax();
  }

  private ReplicaConfig config(int node) {
    PaxosGroup group = view.group();
    return new ReplicaConfig(
        group.id(),
        node,
        IntStream.rangeClosed(1, group.members().size()).boxed().toList(),
        group.node(group.leader()),
        group.initial(),
        new Timing(
            group.heartbeatTicks(),
            group.electionTicksMin(),
            group.electionTicksMax(),
            group.retransmitTicks()),
        limits(),
        group.durability(),
        succession(group),
        new ReadRules(READS_MAX, group.reads().lease()));
  }

  private Limits limits() {
    PaxosGroup group = view.group();
    return new Limits(
        view.mtuBytes(),
        group.windowSlots(),
        group.limits().sessionsMax(),
        SNAPSHOT_BYTES_MAX,
        group.limits().inFlightSlots(),
        group.limits().batchValues());
  }

  private static Succession succession(PaxosGroup group) {
    List<String> members = group.members();
    return new Succession(
        members.indexOf(group.leader()) + 1,
        members.indexOf(group.backup()) + 1,
        group.handBackTicks());
  }
}
