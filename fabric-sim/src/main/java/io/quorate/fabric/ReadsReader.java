package io.quorate.fabric;

import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import io.quorate.fabric.file.Units;
import io.quorate.paxos.Lease;
import java.util.List;

/** Reads the keys of a Paxos group that say how reads are served. */
final class ReadsReader {

  private static final double PPM = 1_000_000;
  private static final double DRIFT = 0.05;

  private final Fields fields;
  private final int heartbeatTicks;

  ReadsReader(Fields fields, int heartbeatTicks) {
    this.fields = fields;
    this.heartbeatTicks = heartbeatTicks;
  }

  Reads read() {
    Reads.Path path = path();
    if (path == Reads.Path.LEASE) {
      return new Reads(path, lease());
    }
    for (String key : List.of("lease", "drift")) {
      Entry needless = fields.key(key);
      if (needless != null) {
        throw needless.bad(
            "\"" + key + "\" means nothing without leases", "write reads: lease, or remove it");
      }
    }
    return new Reads(path, Lease.NONE);
  }

  private Reads.Path path() {
    Entry given = fields.get("reads");
    if (given == null) {
      return Reads.Path.LOG;
    }
    String text = given.text("log, index or lease");
    return switch (text) {
      case "log" -> Reads.Path.LOG;
      case "index" -> Reads.Path.INDEX;
      case "lease" -> Reads.Path.LEASE;
      default ->
          throw given.bad(
              "unknown way of reads " + Entry.quoted(text), "write log, index or lease");
    };
  }

  /** A lease that ends before the next heartbeat is answered would hold now and then only. */
  private Lease lease() {
    Entry drift = fields.get("drift");
    Entry given = fields.need("lease", "lease: " + 4 * heartbeatTicks + " ticks");
    double share = drift == null ? DRIFT : Units.probability(drift);
    if (drift != null && share * PPM > Lease.DRIFT_PPM_MOST) {
      throw drift.bad("clocks that are off by more than a half", "write at most 50%");
    }
    int driftPpm = (int) Math.round(share * PPM);
    int ticks = (int) Units.count(given, "ticks", 1, Lease.TICKS_MOST);
    int worth = Lease.worth(ticks, driftPpm);
    if (worth <= heartbeatTicks) {
      throw given.bad(
          "a lease of %d ticks is worth %d to the leader, no longer than a heartbeat's interval"
              .formatted(ticks, Math.max(0, worth)),
          "write " + 4 * heartbeatTicks + " ticks, say");
    }
    return new Lease(ticks, driftPpm);
  }

  /** Where packets are delivered to hosts, the switches hold no state that could be read. */
  static void refuseForPackets(Entry paxos, Tenant tenant) {
    if (tenant.group().reads().path() != Reads.Path.LOG
        && tenant.service().delivery() == Service.Delivery.PACKETS) {
      throw paxos.bad(
          "reads without a slot, of state that the switches do not have",
          "add \"delivery: state machine\" to the service, or leave \"reads\" out");
    }
  }

  /** The lines that read back as these reads. */
  static List<String> lines(Reads reads) {
    return switch (reads.path()) {
      case LOG -> List.of("reads: log");
      case INDEX -> List.of("reads: index");
      case LEASE ->
          List.of(
              "reads: lease",
              "lease: " + reads.lease().ticks() + " ticks",
              "drift: " + Units.probability(reads.lease().driftPpm() / PPM));
    };
  }
}
