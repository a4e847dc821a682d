package io.quorate.fabric.program;

import java.util.TreeMap;

/**
 * How often the programs of a switch did not do the ordinary thing, by reason. Nothing is dropped
 * without being counted here.
 */
public final class ProgramCounters {

  /** What is counted. */
  public enum Reason {
    MALFORMED_FRAME("Paxos frames that could not be read"),
    WRONG_PROGRAM("Paxos frames that a flow sent to the wrong program"),
    BAD_PACKET("client packets with a wrong length or checksum"),
    DUPLICATE_PACKET("client packets that the network had duplicated"),
    FRAGMENT("fragments of client packets"),
    NOT_UDP("client packets refused because they are not UDP to the service port"),
    PACKET_TOO_LONG("client packets that do not fit a message"),
    REFUSED_NOT_LEADER("client packets lost because the switch did not lead"),
    REFUSED_BUSY("client packets lost because too many slots were open"),
    REFUSED_STALE("client packets lost because they came too late in their session"),
    REFUSED_TOO_LARGE("client packets lost because they do not fit a message"),
    UNDELIVERABLE("ordered values that are not an IPv4 packet"),
    BAD_REPLY("answers of service hosts that could not be used"),
    REPEATED_REPLY("answers not passed on because the client has them");

    private final String meaning;

    Reason(String meaning) {
      this.meaning = meaning;
    }

    /** For people. */
    public String meaning() {
      return meaning;
    }
  }

  private final long[] counts = new long[Reason.values().length];

  void count(Reason reason) {
    counts[reason.ordinal()]++;
  }

  public long get(Reason reason) {
    return counts[reason.ordinal()];
  }

  /** Those that are not zero, by reason. */
  public TreeMap<Reason, Long> nonZero() {
    TreeMap<Reason, Long> found = new TreeMap<>();
    for (Reason reason : Reason.values()) {
      if (get(reason) > 0) {
        found.put(reason, get(reason));
      }
    }
    return found;
  }
}
