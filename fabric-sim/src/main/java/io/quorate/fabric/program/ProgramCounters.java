package io.quorate.fabric.program;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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
    SESSION_EXPIRED("clients that go on above the horizon because they were forgotten"),
    REFUSED_EXPIRED("requests refused because their session was forgotten"),
    REFUSED_TOO_LARGE("client packets lost because they do not fit a message"),
    REFUSED_READ_ABANDONED("reads refused because the switch led no more"),
    REFUSED_CHANGING("changes of the configuration refused while another was under way"),
    REFUSED_UNFIT("changes of the configuration refused because they could not follow"),
    UNDELIVERABLE("ordered values that are not an IPv4 packet"),
    HOST_GIVEN_UP("service hosts given up because they could not be handed packets"),
    BAD_REPLY("answers of service hosts that could not be used"),
    REPEATED_REPLY("answers not passed on because the client has them"),
    LATE_REPLY("answers not passed on because their host is too far behind");

    private final String meaning;

    Reason(String meaning) {
      this.meaning = meaning;
    }

    /** For people. */
    public String meaning() {
      return meaning;
    }
  }

  /** One cell for each reason, so that counting allocates nothing. */
  private final EnumMap<Reason, long[]> counts = new EnumMap<>(Reason.class);

  ProgramCounters() {
    for (Reason reason : Reason.values()) {
      counts.put(reason, new long[1]);
    }
  }

  void count(Reason reason) {
    cell(reason)[0]++;
  }

  public long get(Reason reason) {
    return cell(reason)[0];
  }

  private long[] cell(Reason reason) {
    return Objects.requireNonNull(counts.get(reason));
  }

  /** Those that are not zero, by reason. */
  public Map<Reason, Long> nonZero() {
    Map<Reason, Long> found = new TreeMap<>();
    for (Reason reason : Reason.values()) {
      if (get(reason) > 0) {
        found.put(reason, get(reason));
      }
    }
    return found;
  }
}
