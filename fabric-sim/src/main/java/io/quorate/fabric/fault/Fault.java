package io.quorate.fabric.fault;

import io.quorate.fabric.file.Units;
import java.util.List;

/** One thing that goes wrong. Names are the fabric's; link names are {@code Link.name()}. */
public sealed interface Fault {

  /** What stands in a fault file for all switches. */
  String ALL = "all";

  /**
   * The switch stops: frames in it are lost, its memory is kept; it restarts when the fault ends.
   * Frames that have left towards a service host, also those queued on that port, still arrive: a
   * host that missed one would be out of step with the others for good (docs/replication.md).
   */
  record Crash(String node) implements Fault {}

  /** The switch stands still: frames wait at its ports (bounded) and are handled when it ends. */
  record Pause(String node) implements Fault {}

  /** The link loses carrier; both ends see the port go down. */
  record LinkDown(String link) implements Fault {}

  /**
   * Frames on every link that joins a node of one side to a node of the other vanish silently;
   * ports stay up. A way around, through a node on neither side, is not cut: to part a fabric in
   * two, put every switch on a side.
   *
   * @param from nodes on one side
   * @param to nodes on the other side
   * @param oneWay true: only frames going from {@code from} to {@code to} vanish
   */
  record Partition(List<String> from, List<String> to, boolean oneWay) implements Fault {
    public Partition {
      from = List.copyOf(from);
      to = List.copyOf(to);
    }

    /** True if frames that one node sends straight to another vanish. */
    public boolean cuts(String sender, String receiver) {
      return (from.contains(sender) && to.contains(receiver))
          || (!oneWay && to.contains(sender) && from.contains(receiver));
    }
  }

  /** Frames on the link are lost with this probability, in both directions. */
  record Loss(String link, double probability) implements Fault {
    public Loss {
      checkProbability(probability);
    }
  }

  /** Frames on the link arrive twice with this probability. */
  record Duplication(String link, double probability) implements Fault {
    public Duplication {
      checkProbability(probability);
    }
  }

  /**
   * Frames on the link are held back by up to {@code holdNs} with this probability, so that others
   * overtake them.
   */
  record Reordering(String link, double probability, long holdNs) implements Fault {
    public Reordering {
      checkProbability(probability);
      if (holdNs < 1) {
        throw new IllegalArgumentException("hold below 1 ns: " + holdNs);
      }
    }
  }

  /** Every frame on the link takes {@code extraNs} longer. */
  record Delay(String link, long extraNs) implements Fault {
    public Delay {
      if (extraNs < 1) {
        throw new IllegalArgumentException("delay below 1 ns: " + extraNs);
      }
    }
  }

  /**
   * Exactly one bit of a frame on the link is flipped with this probability. One, because our
   * frames carry no Ethernet check sequence, and the checksums that they do carry (the Internet
   * checksum of IPv4, UDP and TCP, CRC32C in our own messages) catch every error of a single bit in
   * what they cover but not of any several: such a frame is lost, as in a real network, rather than
   * believed. Nothing covers the Ethernet header and ARP: a frame may go astray, and a wrong
   * address be believed for a while.
   */
  record Corruption(String link, double probability) implements Fault {
    public Corruption {
      checkProbability(probability);
    }
  }

  /** The switch loses all its flow entries at once; it has no duration. */
  record FlowWipe(String node) implements Fault {}

  /**
   * What runs the switch's replica starts anew at once, with what its disk holds or, in a group
   * whose members keep nothing, without memory; ports, links and flows go on. It has no duration.
   */
  record Reboot(String node) implements Fault {}

  /**
   * Whoever leads is asked to hand over to this member. It is no fault but a wish, which comes at
   * the worst of times; it has no duration.
   */
  record HandOver(String to) implements Fault {}

  /** The switch's clock runs so many times as fast as it should; two such faults multiply. */
  record ClockRate(String node, double rate) implements Fault {
    /** Slowest pace. */
    public static final double LEAST = 0.01;

    /** Fastest pace. */
    public static final double MOST = 100;

    public ClockRate {
      if (!(rate >= LEAST && rate <= MOST)) {
        throw new IllegalArgumentException("a clock that runs " + rate + " times as fast");
      }
    }
  }

  /**
   * The switch's clock jumps; it has no duration.
   *
   * @param ticks that come at once; if negative, so many that do not come
   */
  record ClockJump(String node, int ticks) implements Fault {
    /** Farthest jump, either way. */
    public static final int TICKS_MOST = 1_000_000;

    public ClockJump {
      if (ticks == 0 || Math.abs(ticks) > TICKS_MOST) {
        throw new IllegalArgumentException("a clock that jumps by " + ticks);
      }
    }
  }

  /**
   * The disk of the switch's replica takes nothing more: the replica falls silent until there is
   * room again, and then starts anew from what the disk holds.
   */
  record DiskFull(String node) implements Fault {}

  /**
   * What runs the switch's replica starts anew at once, and of what it had written to its log and
   * not synced a part is gone, up to any byte. It has no duration.
   */
  record LogTorn(String node) implements Fault {}

  /**
   * What runs the switch's replica starts anew and finds its log shorter than what was synced:
   * votes that others count on may be lost. The replica must notice and take no part. When the
   * fault ends the log is put back as it was, and the replica starts again.
   */
  record LogLost(String node) implements Fault {}

  /**
   * What moves all switches' frames stops, as when the one program that is the data plane of them
   * all is killed: ports are down, no frame passes, flows are gone. When it ends, it is started
   * again without flows. What runs the replicas goes on.
   */
  record DataPlaneDown() implements Fault {}

  /**
   * What keeps the switch's flows cannot reach it: frames pass by the flows that are there, and no
   * change comes to them until the fault ends. Then what differs is changed.
   */
  record ControllerCut(String node) implements Fault {}

  /** The disk of the switch's replica takes so many times as long to make anything durable. */
  record SlowDisk(String node, int times) implements Fault {
    /** Slowest. */
    public static final int TIMES_MOST = 10_000;

    public SlowDisk {
      if (times < 2 || times > TIMES_MOST) {
        throw new IllegalArgumentException("a disk " + times + " times as slow");
      }
    }
  }

  /**
   * Whoever runs the group wants it changed. It is no fault but a wish, which comes at the worst of
   * times; it has no duration, and is kept until it is in force or turns out to be impossible.
   *
   * @param group id of the Paxos group
   */
  record Reconfigure(int group, Change change) implements Fault {}

  /** True if it happens at once and has no end. */
  default boolean isInstant() {
    return this instanceof FlowWipe
        || this instanceof Reboot
        || this instanceof LogTorn
        || this instanceof HandOver
        || this instanceof Reconfigure
        || this instanceof ClockJump;
  }

  /** The kind of fault in a word, as in fault files: {@code crash}, {@code link-down}, … */
  default String kind() {
    return switch (this) {
      case Crash _ -> "crash";
      case Pause _ -> "pause";
      case LinkDown _ -> "link-down";
      case Partition _ -> "partition";
      case Loss _ -> "loss";
      case Duplication _ -> "duplication";
      case Reordering _ -> "reordering";
      case Delay _ -> "delay";
      case Corruption _ -> "corruption";
      case FlowWipe _ -> "flow-wipe";
      case Reboot _ -> "reboot";
      case HandOver _ -> "hand-over";
      case Reconfigure _ -> "reconfigure";
      case ClockRate _ -> "clock-rate";
      case ClockJump _ -> "clock-jump";
      case DiskFull _ -> "disk-full";
      case SlowDisk _ -> "slow-disk";
      case LogTorn _ -> "log-torn";
      case LogLost _ -> "log-lost";
      case DataPlaneDown _ -> "data-plane-down";
      case ControllerCut _ -> "controller-cut";
    };
  }

  /**
   * What the fault strikes, and how hard: {@code S1}, {@code S1-S2 10%}, {@code S1 -> S2 S3} for a
   * one-way partition and {@code S1 | S2 S3} for one both ways.
   */
  default String target() {
    return switch (this) {
      case Crash(String node) -> node;
      case Pause(String node) -> node;
      case LinkDown(String link) -> link;
      case Partition(List<String> from, List<String> to, boolean oneWay) ->
          String.join(" ", from) + (oneWay ? " -> " : " | ") + String.join(" ", to);
      case Loss(String link, double probability) -> link + " " + Units.probability(probability);
      case Duplication(String link, double probability) ->
          link + " " + Units.probability(probability);
      case Reordering(String link, double probability, long holdNs) ->
          link + " " + Units.probability(probability) + " by up to " + Units.time(holdNs);
      case Delay(String link, long extraNs) -> link + " +" + Units.time(extraNs);
      case Corruption(String link, double probability) ->
          link + " " + Units.probability(probability);
      case FlowWipe(String node) -> node;
      case Reboot(String node) -> node;
      case HandOver(String to) -> "to " + to;
      case Reconfigure(int group, Change change) -> "group " + group + ", " + change.describe();
      case DiskFull(String node) -> node;
      case LogTorn(String node) -> node;
      case LogLost(String node) -> node;
      case DataPlaneDown() -> ALL;
      case ControllerCut(String node) -> node;
      case SlowDisk(String node, int times) -> node + " x" + times;
      case ClockRate(String node, double rate) -> node + " x" + Units.factor(rate);
      case ClockJump(String node, int ticks) ->
          node + (ticks > 0 ? " ahead " + ticks : " back " + -ticks) + " ticks";
    };
  }

  /** The fault in words, for timelines, summaries and histories: {@code loss S1-S2 10%}. */
  default String describe() {
    return kind() + " " + target();
  }

  private static void checkProbability(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("not a probability: " + probability);
    }
  }
}
