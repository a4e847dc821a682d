package io.quorate.check.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;

/** What is written is read back; what was not written by us is read or refused. */
class HistoryFormatProperties {
  private static final int PROCESSES = 4;

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void ednIsReadBack(@ForAll long seed) {
    History history = history(new Random(seed), true);
    StringBuilder text = new StringBuilder();
    HistoryWriter.writeEdn(history, text);
    assertSame(history, read(text.toString()));
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void jsonLinesAreReadBack(@ForAll long seed) {
    History history = history(new Random(seed), false);
    StringWriter text = new StringWriter();
    HistoryWriter.writeJsonLines(history, text);
    assertThat(text.toString().lines()).hasSize(history.eventCount());
    assertSame(history, read(text.toString()));
  }

  @Property(tries = 2000)
  void anyTextIsAHistoryOrMalformed(
      @ForAll
          @StringLength(max = 60)
          @Chars({
            '{', '}', '[', ']', '(', ')', ':', '"', '\\', '#', '_', ';', ' ', '\n', ',', '0', '7',
            'a', 'f', 'n', 'i', 'l', '/', '.', '-', '^', '\t'
          })
          String text) {
    readOrRefuse(text);
    readOrRefuse("{:process 0 :type :invoke :f :f :value " + text + "}");
    readOrRefuse("{\"process\":0,\"type\":\"invoke\",\"f\":\"f\",\"value\":" + text + "}");
    readOrRefuse("0 :invoke :read " + text);
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void aTextCutOffAnywhereIsAHistoryOrMalformed(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    HistoryWriter.writeEdn(history(random, true), text);
    readOrRefuse(text.substring(0, random.nextInt(text.length() + 1)));
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void howAnEventIsLaidOutMakesNoDifference(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    HistoryWriter.writeEdn(history(random, random.nextInt(4) == 0), text);
    String whole = text.toString();
    assertSame(read(whole), read(onTwoLines(whole)));
    String cut = text.substring(0, random.nextInt(text.length() + 1));
    assertThat(orRefused(cut)).isEqualTo(orRefused(onTwoLines(cut)));
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void longTextsAreReadBack(@ForAll long seed) {
    Random random = new Random(seed);
    HistoryRecorder recorder = new HistoryRecorder();
    for (int operation = 0; operation < 3_000; operation++) {
      int length = random.nextInt(1_000) == 0 ? 100_000 : random.nextInt(100);
      recorder.invoke(0, "write", List.of((long) operation, "x".repeat(length)), operation);
      recorder.position(operation, operation);
      recorder.ok(0, operation);
    }
    StringBuilder text = new StringBuilder();
    HistoryWriter.writeEdn(recorder.history(), text);
    History read = HistoryReader.read("h", new StringReader(text.toString()), Keying.PLAIN);
    assertSame(recorder.history(), read);
  }

  /** An event that is not on one line is read by other code than one that is. */
  private static String onTwoLines(String text) {
    return text.replace("{:process", "{\n:process");
  }

  private static List<Event> orRefused(String text) {
    try {
      return read(text).events();
    } catch (MalformedHistory e) {
      return List.of();
    }
  }

  private static void readOrRefuse(String text) {
    try {
      assertThat(read(text).size()).isPositive();
    } catch (MalformedHistory e) {
      assertThat(e.getMessage()).startsWith("h:").doesNotContain("\n");
    }
  }

  private static History read(String text) {
    return HistoryReader.read("h", new StringReader(text), Keying.DETECT);
  }

  private static void assertSame(History written, History read) {
    assertThat(read.events()).isEqualTo(written.events());
    assertThat(read.annotations()).isEqualTo(written.annotations());
  }

  /** A history in which no process goes on after a crash, with every kind of value and answer. */
  private static History history(Random random, boolean edn) {
    HistoryRecorder recorder = new HistoryRecorder();
    boolean keyed = random.nextBoolean();
    int[] process = {0, 1, 2, 3};
    int nextProcess = PROCESSES;
    recorder.invoke(99, "read", keyed ? (Object) "k" : null, null, 0);
    for (int step = 0; step < 40; step++) {
      int client = random.nextInt(PROCESSES);
      if (random.nextInt(10) == 0) {
        recorder.fault("fault " + step, value(random, edn, 2), step);
      } else if (!recorder.isPending(process[client])) {
        Object key = keyed ? keyOf(random, edn) : null;
        recorder.invoke(process[client], "swap", key, value(random, edn, 2), step);
      } else {
        switch (random.nextInt(4)) {
          case 0 -> recorder.fail(process[client], value(random, edn, 1), step);
          case 1 -> {
            recorder.info(process[client], value(random, edn, 1), step);
            process[client] = nextProcess++;
          }
          default -> recorder.ok(process[client], value(random, edn, 2), step);
        }
      }
    }
    boolean tellsPositions = random.nextBoolean();
    for (int operation = 0; tellsPositions && operation < recorder.operations(); operation++) {
      if (random.nextInt(3) > 0) {
        recorder.position(operation, random.nextLong() >>> (1 + random.nextInt(62)));
      }
    }
    return recorder.history();
  }

  private static Object keyOf(Random random, boolean edn) {
    Object key = value(random, edn, 0);
    return key == null ? "k" : key;
  }

  private static @Nullable Object value(Random random, boolean edn, int depth) {
    int kinds = edn ? 13 : 9;
    return switch (random.nextInt(depth > 0 ? kinds : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> (long) random.nextInt(5);
      case 4 -> text(random);
      case 5 -> random.nextGaussian();
      case 6 -> BigInteger.valueOf(random.nextLong()).pow(3).setBit(70);
      case 7 -> values(random, edn, depth);
      case 8 -> map(random, edn, depth);
      case 9 -> new Keyword("k" + random.nextInt(9));
      case 10 -> Set.of(random.nextLong());
      case 11 -> new Symbol("s/x");
      default -> (char) ('\n' + random.nextInt(200));
    };
  }

  private static List<@Nullable Object> values(Random random, boolean edn, int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(value(random, edn, depth - 1));
    }
    return list;
  }

  private static Map<@Nullable Object, @Nullable Object> map(
      Random random, boolean edn, int depth) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      map.put(edn ? value(random, true, depth - 1) : text(random), value(random, edn, depth - 1));
    }
    return map;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(
          List.of((int) '"', (int) '\\', (int) '\n', 1, (int) 'a', 0xe9, 0x20ac, 0x1f600)
              .get(random.nextInt(8)));
    }
    return text.toString();
  }
}
