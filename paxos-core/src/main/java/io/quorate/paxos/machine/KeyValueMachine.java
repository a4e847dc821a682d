package io.quorate.paxos.machine;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key-value store spoken to in words, one command a datagram:
 *
 * <pre>
 *   get K              ok V | nil
 *   put K V            ok
 *   append K V         ok V      the new value; an absent key counts as empty
 *   cas K OLD NEW      ok | fail V | nil
 *   del K              ok | nil
 * </pre>
 *
 * Words are separated by one space; a word is 1 to {@value #WORD_MAX} printable ASCII characters.
 * Anything else is answered with {@code error} and a reason, and changes nothing. A question may be
 * {@code get} alone.
 */
public final class KeyValueMachine implements StateMachine {

  /** Longest key or value, in characters. */
  public static final int WORD_MAX = 512;

  /** Most keys held; a put of a further one is refused. */
  public static final int KEYS_MAX = 1 << 20;

  /** The commands, by their first word and the number of words after it. */
  private enum Verb {
    GET("get", 1),
    PUT("put", 2),
    APPEND("append", 2),
    CAS("cas", 3),
    DELETE("del", 1);

    private static final Verb[] ALL = values();

    private final String word;
    private final int arguments;

    Verb(String word, int arguments) {
      this.word = word;
      this.arguments = arguments;
    }

    /** The verb of a command, null if there is none. */
    static @Nullable Verb of(String[] words) {
      for (Verb verb : ALL) {
        if (verb.arguments == words.length - 1 && verb.word.equals(words[0])) {
          return verb;
        }
      }
      return null;
    }
  }

  private final Map<String, String> entries = new LinkedHashMap<>();
  private long digest;

  @Override
  public byte[] apply(byte[] command) {
    return execute(new String(command, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public byte[] query(byte[] question) {
    return ask(new String(question, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Answers a question given as text. */
  private String ask(String question) {
    String[] words = question.split(" ", -1);
    String wrong = firstWrong(words);
    if (!wrong.isEmpty()) {
      return wrong;
    }
    return Verb.of(words) == Verb.GET ? get(words[1]) : "error not a question: only get is";
  }

  /** Executes a command given as text; see the class's description for both sides. */
  public String execute(String command) {
    String[] words = command.split(" ", -1);
    String wrong = firstWrong(words);
    if (!wrong.isEmpty()) {
      return wrong;
    }
    return switch (Verb.of(words)) {
      case GET -> get(words[1]);
      case PUT -> put(words[1], words[2], "ok");
      case APPEND -> append(words[1], words[2]);
      case CAS -> cas(words[1], words[2], words[3]);
      case DELETE -> delete(words[1]);
      case null -> "error unknown command or wrong number of words";
    };
  }

  /** What is wrong with the first word that cannot be taken; empty if all can. */
  private static String firstWrong(String[] words) {
    for (String word : words) {
      String wrong = wrong(word);
      if (!wrong.isEmpty()) {
        return "error " + wrong;
      }
    }
    return "";
  }

  private static String wrong(String word) {
    if (word.isEmpty()) {
      return "empty word";
    }
    if (word.length() > WORD_MAX) {
      return "word longer than " + WORD_MAX;
    }
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) <= ' ' || word.charAt(i) > '~') {
        return "not printable ASCII";
      }
    }
    return "";
  }

  private String get(String key) {
    String value = entries.get(key);
    return value == null ? "nil" : "ok " + value;
  }

  private String put(String key, String value, String answer) {
    String before = entries.get(key);
    if (before == null && entries.size() >= KEYS_MAX) {
      return "error too many keys";
    }
    entries.put(key, value);
    digest += mark(key, value) - (before == null ? 0 : mark(key, before));
    return answer;
  }

  private String append(String key, String more) {
    String value = entries.getOrDefault(key, "") + more;
    return value.length() > WORD_MAX
        ? "error value would be longer than " + WORD_MAX
        : put(key, value, "ok " + value);
  }

  private String cas(String key, String old, String fresh) {
    String value = entries.get(key);
    if (value == null) {
      return "nil";
    }
    return value.equals(old) ? put(key, fresh, "ok") : "fail " + value;
  }

  private String delete(String key) {
    String before = entries.remove(key);
    if (before == null) {
      return "nil";
    }
    digest -= mark(key, before);
    return "ok";
  }

  /** The sum of the entries' marks: does not depend on the order in which they came. */
  @Override
  public long digest() {
    return digest;
  }

  @Override
  public byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter();
    out.writeInt(entries.size());
    entries.forEach(
        (key, value) -> {
          out.writeBytes(key.getBytes(StandardCharsets.ISO_8859_1));
          out.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
        });
    return out.toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot);
    Map<String, String> restored = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String key = new String(in.readBytes(), StandardCharsets.ISO_8859_1);
      restored.put(key, new String(in.readBytes(), StandardCharsets.ISO_8859_1));
    }
    in.end();
    entries.clear();
    entries.putAll(restored);
    digest = 0;
    entries.forEach((key, value) -> digest += mark(key, value));
  }

  private static long mark(String key, String value) {
    long h = 0x9E3779B97F4A7C15L;
    h = absorb(h, key);
    h = absorb(h * 31 + 1, value);
    return h ^ h >>> 32;
  }

  private static long absorb(long state, String text) {
    long h = state;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x100000001B3L;
      h ^= h >>> 29;
    }
    return h * 0xBF58476D1CE4E5B9L;
  }
}
