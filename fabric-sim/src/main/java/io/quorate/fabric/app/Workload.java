package io.quorate.fabric.app;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.Nearest;
import io.quorate.fabric.file.Units;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the clients of a run ask for. Written as text, {@code kv:clients=2,keys=5,reads=50}; what is
 * left out has its default.
 *
 * @param protocol the word before the colon: what clients and service hosts speak; where the
 *     service is a state machine, clients speak our own
 * @param processesPerClient {@code clients}: processes on each client host, each with one request
 *     outstanding, 1..1000
 * @param keys {@code keys}: different keys, 1..100000
 * @param readPercent {@code reads}: share of reads, 0..100
 * @param readers {@code readers}: the processes of so many client hosts, the first ones, only read,
 *     0..1000
 * @param askers {@code askers}: only the processes of so many client hosts, the first ones, ask
 *     anything, 1..1000
 * @param requests {@code requests}: each process makes so many and no more, 1..1000000; 0 = as many
 *     as it comes to
 * @param puts {@code puts}: weight of puts among the writes, 0..1000
 * @param appends {@code appends}: weight of appends
 * @param compares {@code cas}: weight of compare-and-set
 * @param deletes {@code deletes}: weight of deletes; not all four weights may be 0 unless all
 *     requests are reads
 * @param thinkNs {@code think}: mean pause between an answer and the next request; drawn uniformly
 *     between 0 and twice this
 * @param timeoutNs {@code timeout}: a request without an answer is sent again after this, then
 *     after twice this, and so on
 * @param timeoutMaxNs {@code timeout-max}: but at most this long after the last time
 */
public record Workload(
    Protocol protocol,
    int processesPerClient,
    int keys,
    int readPercent,
    int readers,
    int askers,
    int requests,
    int puts,
    int appends,
    int compares,
    int deletes,
    long thinkNs,
    long timeoutNs,
    long timeoutMaxNs) {

  /** What an empty list of settings means. */
  public static final Workload DEFAULT =
      new Workload(
          Protocol.KEY_VALUE,
          2,
          5,
          50,
          0,
          1_000,
          0,
          5,
          1,
          3,
          1,
          1_000_000,
          20_000_000,
          160_000_000);

  private static final String EXAMPLE =
      "write something like kv:clients=2,keys=5,reads=50, or memcached";
  private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
  private static final long TIME_NS_MAX = 3_600_000_000_000L;

  public Workload {
    require(processesPerClient >= 1 && processesPerClient <= 1_000, "clients");
    require(keys >= 1 && keys <= 100_000, "keys");
    require(readPercent >= 0 && readPercent <= 100, "reads");
    require(readers >= 0 && readers <= 1_000, "readers");
    require(askers >= 1 && askers <= 1_000, "askers");
    require(requests >= 0 && requests <= 1_000_000, "requests");
    require(puts >= 0 && puts <= 1_000, "puts");
    require(appends >= 0 && appends <= 1_000, "appends");
    require(compares >= 0 && compares <= 1_000, "cas");
    require(deletes >= 0 && deletes <= 1_000, "deletes");
    require(readPercent == 100 || puts + appends + compares + deletes > 0, "weights of writes");
    require(thinkNs >= 0 && thinkNs <= TIME_NS_MAX, "think");
    require(timeoutNs >= 1 && timeoutNs <= TIME_NS_MAX, "timeout");
    require(timeoutMaxNs >= timeoutNs && timeoutMaxNs <= TIME_NS_MAX, "timeout-max");
  }

  /** The same mix of requests, asked at another pace. */
  public Workload withPace(
      int processes, int reading, int keyCount, long think, long timeout, long timeoutMax) {
    return new Workload(
        protocol,
        processes,
        keyCount,
        readPercent,
        reading,
        askers,
        requests,
        puts,
        appends,
        compares,
        deletes,
        think,
        timeout,
        timeoutMax);
  }

  private static void require(boolean fine, String setting) {
    if (!fine) {
      throw new IllegalArgumentException(setting + " out of range");
    }
  }

  /**
   * Reads a workload.
   *
   * @param text {@code kv}, {@code kv:setting=value,…}, or the same with another protocol
   * @throws BadFile with one line that says what is wrong and how to mend it
   */
  public static Workload parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    Protocol protocol =
        Protocol.named(kind).orElseThrow(() -> bad(text, "unknown kind \"" + kind + "\"", EXAMPLE));
    Map<String, Long> settings = DEFAULT.settings();
    boolean timeoutMaxGiven = false;
    for (String part : colon < 0 ? new String[0] : text.substring(colon + 1).split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw bad(text, "\"" + part + "\" is no setting=value", EXAMPLE);
      }
      String name = part.substring(0, equals).strip();
      if (!settings.containsKey(name)) {
        throw bad(
            text,
            "unknown setting \"" + name + "\"",
            Nearest.advice(name, settings.keySet(), "settings"));
      }
      settings.put(name, value(text, name, part.substring(equals + 1).strip()));
      timeoutMaxGiven |= name.equals("timeout-max");
    }
    if (!timeoutMaxGiven) {
      settings.put("timeout-max", Math.min(TIME_NS_MAX, 8 * settings.getOrDefault("timeout", 0L)));
    }
    try {
      return of(protocol, settings);
    } catch (IllegalArgumentException e) {
      throw bad(text, String.valueOf(e.getMessage()), "docs/workload.md gives the ranges");
    }
  }

  private static BadFile bad(String text, String what, String mend) {
    return BadFile.whole("workload \"" + text + "\"", what, mend);
  }

  private static boolean isTime(String setting) {
    return setting.equals("think") || setting.startsWith("timeout");
  }

  private static long value(String text, String setting, String value) {
    if (isTime(setting)) {
      return Units.timeNs(
          (what, mend) -> bad(text, "setting " + setting + ": " + what, mend),
          value,
          0,
          TIME_NS_MAX);
    }
    if (!COUNT.matcher(value).matches()) {
      throw bad(
          text, "setting " + setting + " cannot be \"" + value + "\"", "write a whole number");
    }
    return Long.parseLong(value);
  }

  private static Workload of(Protocol protocol, Map<String, Long> settings) {
    return new Workload(
        protocol,
        count(settings, "clients"),
        count(settings, "keys"),
        count(settings, "reads"),
        count(settings, "readers"),
        count(settings, "askers"),
        count(settings, "requests"),
        count(settings, "puts"),
        count(settings, "appends"),
        count(settings, "cas"),
        count(settings, "deletes"),
        settings.getOrDefault("think", 0L),
        settings.getOrDefault("timeout", 0L),
        settings.getOrDefault("timeout-max", 0L));
  }

  private static int count(Map<String, Long> settings, String name) {
    return Math.toIntExact(settings.getOrDefault(name, 0L));
  }

  private Map<String, Long> settings() {
    Map<String, Long> settings = new LinkedHashMap<>();
    settings.put("clients", (long) processesPerClient);
    settings.put("keys", (long) keys);
    settings.put("reads", (long) readPercent);
    settings.put("readers", (long) readers);
    settings.put("askers", (long) askers);
    settings.put("requests", (long) requests);
    settings.put("puts", (long) puts);
    settings.put("appends", (long) appends);
    settings.put("cas", (long) compares);
    settings.put("deletes", (long) deletes);
    settings.put("think", thinkNs);
    settings.put("timeout", timeoutNs);
    settings.put("timeout-max", timeoutMaxNs);
    return settings;
  }

  /** The text that {@link #parse} reads as this workload, every setting written out. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(protocol.text());
    char separator = ':';
    for (Map.Entry<String, Long> setting : settings().entrySet()) {
      long value = setting.getValue();
      text.append(separator).append(setting.getKey()).append('=');
      text.append(isTime(setting.getKey()) ? Units.time(value) : Long.toString(value));
      separator = ',';
    }
    return text.toString();
  }
}
