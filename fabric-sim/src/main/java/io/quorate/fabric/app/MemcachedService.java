package io.quorate.fabric.app;

import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.random.TextDigest;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A cache that speaks the part of memcached's text protocol that a key-value client needs, over
 * UDP, byte for byte as memcached 1.6 answers it: one command in a datagram, on one key.
 *
 * <pre>
 *   get|gets K                                  VALUE K FLAGS BYTES [VERSION], the data, END
 *   set|add|replace|append|prepend K FLAGS EXPIRY BYTES, the data      STORED | NOT_STORED
 *   cas K FLAGS EXPIRY BYTES VERSION, the data               STORED | EXISTS | NOT_FOUND
 *   delete K                                                     DELETED | NOT_FOUND
 * </pre>
 *
 * <p>A version counts what the whole cache has stored. Nothing expires and nothing is evicted: what
 * depends on time or on memory is not deterministic. It remembers no requests, so one that comes
 * twice is executed twice.
 */
final class MemcachedService implements UdpService {

  private static final int KEY_CHARS_MAX = 250;
  private static final int VALUE_BYTES_MAX = 1 << 20;
  private static final String ERROR = "ERROR\r\n";
  private static final String BAD_FORMAT = "CLIENT_ERROR bad command line format\r\n";
  private static final String BAD_DATA = "CLIENT_ERROR bad data chunk\r\n";

  private record Item(String flags, String data, long version) {}

  private final Map<String, Item> items = new TreeMap<>();
  private long stored;

  @Override
  public byte @Nullable [] answer(byte[] request) {
    MemcachedFrame frame = MemcachedFrame.read(request);
    int end = frame == null ? -1 : frame.text().indexOf('\n');
    if (frame == null || end < 0) {
      return null;
    }
    boolean returned = end > 0 && frame.text().charAt(end - 1) == '\r';
    String[] words = frame.text().substring(0, returned ? end - 1 : end).split(" +", -1);
    return new MemcachedFrame(frame.id(), answer(words, frame.text().substring(end + 1))).bytes();
  }

  private String answer(String[] words, String rest) {
    boolean named = words.length >= 2 && !words[1].isEmpty();
    if (named && words[1].length() > KEY_CHARS_MAX) {
      return BAD_FORMAT;
    }
    return switch (words[0]) {
      case "get", "gets" -> words.length == 2 && named ? get(words[0], words[1]) : ERROR;
      case "delete" -> words.length == 2 && named ? delete(words[1]) : ERROR;
      case "set", "add", "replace", "append", "prepend" ->
          words.length == 5 && named ? store(words, rest) : ERROR;
      case "cas" -> words.length == 6 && named ? store(words, rest) : ERROR;
      default -> ERROR;
    };
  }

  private String get(String command, String key) {
    Item item = items.get(key);
    if (item == null) {
      return "END\r\n";
    }
    String version = command.equals("gets") ? " " + item.version() : "";
    return "VALUE %s %s %d%s\r\n%s\r\nEND\r\n"
        .formatted(key, item.flags(), item.data().length(), version, item.data());
  }

  private String delete(String key) {
    return items.remove(key) == null ? "NOT_FOUND\r\n" : "DELETED\r\n";
  }

  private String store(String[] words, String rest) {
    long flags = number(words[2], 0xffff_ffffL);
    long expiry = number(words[3], Integer.MAX_VALUE);
    long length = number(words[4], VALUE_BYTES_MAX);
    boolean versioned = words[0].equals("cas");
    boolean version = !versioned || words[5].matches("\\d{1,20}");
    if (flags < 0 || expiry < 0 || length < 0 || !version) {
      return BAD_FORMAT;
    }
    if (rest.length() != length + 2 || !rest.endsWith("\r\n")) {
      return BAD_DATA;
    }
    String data = rest.substring(0, (int) length);
    Item old = items.get(words[1]);
    String refused = refused(words, old);
    if (refused.isEmpty()) {
      items.put(words[1], changed(words[0], old, Long.toString(flags), data));
      return "STORED\r\n";
    }
    return refused;
  }

  /** Why a command stores nothing; empty if it does. */
  private static String refused(String[] words, @Nullable Item old) {
    boolean may =
        switch (words[0]) {
          case "add" -> old == null;
          case "replace", "append", "prepend" -> old != null;
          default -> true;
        };
    if (!may) {
      return "NOT_STORED\r\n";
    }
    if (words[0].equals("cas")) {
      if (old == null) {
        return "NOT_FOUND\r\n";
      }
      return words[5].equals(Long.toString(old.version())) ? "" : "EXISTS\r\n";
    }
    return "";
  }

  private Item changed(String command, @Nullable Item old, String flags, String data) {
    stored++;
    if (old == null) {
      return new Item(flags, data, stored);
    }
    return switch (command) {
      case "append" -> new Item(old.flags(), old.data() + data, stored);
      case "prepend" -> new Item(old.flags(), data + old.data(), stored);
      default -> new Item(flags, data, stored);
    };
  }

  /** The number, or -1 when it is none or above {@code max}. */
  private static long number(String digits, long max) {
    if (!digits.matches("\\d{1,10}")) {
      return -1;
    }
    long number = Long.parseLong(digits);
    return number <= max ? number : -1;
  }

  /** Over all items and what was stored; looks at each. */
  @Override
  public long stateDigest() {
    long digest = SeededRandom.mix(stored);
    for (Map.Entry<String, Item> each : items.entrySet()) {
      Item item = each.getValue();
      String line = each.getKey() + " " + item.flags() + " " + item.version() + " " + item.data();
      digest = SeededRandom.mix(digest) + TextDigest.of(line);
    }
    return digest;
  }
}
