package io.quorate.fabric.run;

import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.sim.Seat;
import io.quorate.fabric.sim.Simulator;
import io.quorate.fabric.trace.TraceDigest;
import io.quorate.fabric.trace.TraceEvent;
import io.quorate.fabric.trace.TraceLog;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Effect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a group's configurations, by what its switches tell; passed on and counted. */
final class ChangeWatch {

  private final Simulator simulator;
  private final TraceDigest digest;
  private final TraceLog timeline;
  private final PaxosGroup group;
  private final String suffix;

  /** The newest that anybody knows, and the newest that anybody has in force. */
  private Configuration newest;

  private Configuration inForce;
  private long asked;
  private long refused;
  private long leadersLost;

  ChangeWatch(
      Simulator simulator, TraceDigest digest, TraceLog timeline, PaxosGroup group, String suffix) {
    this.simulator = simulator;
    this.digest = digest;
    this.timeline = timeline;
    this.group = group;
    this.suffix = suffix;
    this.newest = group.initial();
    this.inForce = newest;
  }

  void reconfigured(Seat at, Effect.Reconfigured told) {
    Configuration each = told.configuration();
    newest = each.version() > newest.version() ? each : newest;
    inForce = told.inForce() && each.version() > inForce.version() ? each : inForce;
    int what = told.inForce() ? RecordKind.CONFIGURATION_IN_FORCE : RecordKind.CONFIGURATION_KNOWN;
    digest.add(what, at.node(), simulator.nowNs(), each.version());
    if (timeline.isOn()) {
      String words = told.inForce() ? "has in force " : "knows ";
      timeline.log(
          TraceEvent.at(
              simulator.nowNs(),
              at.name(),
              TraceEvent.Kind.CONFIGURATION,
              told.fromSlot(),
              "",
              words + describe(each) + suffix));
    }
  }

  /** {@code version 1: S1 S3 S4 vote, S1 S3 S4 learn, quorums 2 and 2}. */
  private String describe(Configuration each) {
    return "version %d: %s vote, %s learn, quorums %d and %d"
        .formatted(
            each.version(),
            names(each.acceptors()),
            names(each.learners()),
            each.quorums().phase1(),
            each.quorums().phase2());
  }

  private String names(List<Integer> nodes) {
    return nodes.isEmpty() ? "none" : String.join(" ", group.names(nodes));
  }

  void asked(Seat at) {
    asked++;
    note(at.name(), "asked to change the group");
  }

  /** A wish is fulfilled, or (with a reason) cannot be. */
  void settled(String wish, @Nullable String why) {
    refused += why == null ? 0 : 1;
    note("", why == null ? "in force: " + wish : "impossible: " + wish + ": " + why);
  }

  private void note(String node, String text) {
    if (timeline.isOn()) {
      timeline.log(
          TraceEvent.at(simulator.nowNs(), node, TraceEvent.Kind.CONFIGURATION, text + suffix));
    }
  }

  /** Whoever led has stopped to lead. */
  void leaderLost() {
    leadersLost += newest.version() > inForce.version() ? 1 : 0;
  }

  /** The newest configuration that anybody knows. */
  Configuration newest() {
    return newest;
  }

  /** Changes that were chosen. */
  long chosen() {
    return newest.version();
  }

  /** Of these, those that came into force. */
  long active() {
    return inForce.version();
  }

  /** Times that a switch was asked for a change. */
  long asked() {
    return asked;
  }

  /** Changes that were wanted and cannot be. */
  long refused() {
    return refused;
  }

  /** Leaders lost between the choice of a change and its coming into force. */
  long leadersLost() {
    return leadersLost;
  }
}
