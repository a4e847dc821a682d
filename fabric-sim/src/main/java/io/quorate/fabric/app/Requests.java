package io.quorate.fabric.app;

import io.quorate.fabric.random.SeededRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Draws a process's requests. Every value that is written is written once in a run, so that a
 * reader tells by a value which write it saw.
 */
final class Requests {

  /**
   * A request.
   *
   * @param f the function, as histories name it
   * @param key what it is about
   * @param input its argument in the history
   * @param written the value that the key has if the answer is a bare {@code ok}; empty for none
   * @param command its words in the service's protocol
   * @param mayRepeat it may be sent again when no answer comes
   */
  record Request(
      String f,
      String key,
      @Nullable Object input,
      String written,
      String command,
      boolean mayRepeat) {}

  private final String process;
  private final Workload workload;
  private final boolean onlyReads;
  private final SeededRandom random;

  /** For each key, the value that it was last seen to have; the old value of the next cas. */
  private final Map<String, String> seen = new LinkedHashMap<>();

  private long written;

  Requests(String process, Workload workload, boolean onlyReads, SeededRandom random) {
    this.process = process;
    this.onlyReads = onlyReads;
    this.workload = workload;
    this.random = random;
  }

  /** The next request. */
  Request next() {
    String key = "k" + random.nextInt(workload.keys());
    if (onlyReads || random.nextInt(100) < workload.readPercent()) {
      return new Request("get", key, null, "", "get " + key, true);
    }
    int drawn =
        random.nextInt(
            workload.puts() + workload.appends() + workload.compares() + workload.deletes());
    if (drawn < workload.puts()) {
      return put(key);
    }
    drawn -= workload.puts();
    if (drawn < workload.appends()) {
      String more = fresh();
      return write("append", key, more, "", "append " + key + " " + more);
    }
    drawn -= workload.appends();
    if (drawn < workload.compares()) {
      return compareAndSet(key);
    }
    return write("delete", key, null, "", "del " + key);
  }

  private Request write(
      String f, String key, @Nullable Object input, String value, String command) {
    return new Request(f, key, input, value, command, workload.protocol().remembersAnswers());
  }

  private Request put(String key) {
    String value = fresh();
    return write("put", key, value, value, "put " + key + " " + value);
  }

  private Request compareAndSet(String key) {
    String old = seen.getOrDefault(key, "never-written");
    String value = fresh();
    String command = "cas " + key + " " + old + " " + value;
    return write("cas", key, List.of(old, value), value, command);
  }

  private String fresh() {
    return process + "/" + ++written;
  }

  /** Learns from an answer which value the key has; the next cas may hope for it. */
  void learn(Request request, String answer) {
    boolean wrote = answer.equals("ok") && workload.protocol().comparesValues();
    String value = wrote ? request.written() : valueIn(answer);
    if (!value.isEmpty()) {
      seen.put(request.key(), value);
    }
  }

  /** The value that an answer shows, {@code ok V} or {@code fail V}; empty when it shows none. */
  static String valueIn(String answer) {
    boolean shows = answer.startsWith("ok ") || answer.startsWith("fail ");
    return shows ? answer.substring(answer.indexOf(' ') + 1) : "";
  }
}
