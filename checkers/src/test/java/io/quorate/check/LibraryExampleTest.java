package io.quorate.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The code that docs/checkers.md shows, compiled and run. */
class LibraryExampleTest {
  private static final String BEGIN = "// shown in docs/checkers.md";
  private static final String END = "// until here";

  @Test
  void aRecordedHistoryIsJudged() {
    // shown in docs/checkers.md
    HistoryRecorder recorder = new HistoryRecorder();
    recorder.invoke(0, "write", 1, System.nanoTime());
    recorder.ok(0, System.nanoTime());
    recorder.invoke(1, "read", null, System.nanoTime());
    recorder.ok(1, 0, System.nanoTime());
    History history = recorder.history();

    Model<?> register = Models.register(0, Reading.DEFAULT);
    Verdict verdict = Checker.check(history, register, Budget.of(Duration.ofSeconds(10)));
    String told =
        switch (verdict) {
          case Verdict.Valid valid -> valid.orders().getFirst().size() + " operations in order";
          case Verdict.Invalid invalid -> invalid.explanation();
          case Verdict.Unknown unknown -> "nobody knows: " + unknown.why();
        };
    // until here
    assertThat(told).startsWith("not linearizable").contains("read → 0  -- refused");
  }

  // shown in docs/checkers.md
  /** A register that never becomes smaller. */
  static final class MaxRegister implements Model<Long> {
    @Override
    public String name() {
      return "max-register";
    }

    @Override
    public Long init() {
      return 0L;
    }

    @Override
    public @Nullable Long step(Long largest, Call call) {
      return switch (call.f()) {
        case "write" -> call.input() instanceof Long n ? Long.valueOf(Math.max(largest, n)) : null;
        case "read" -> largest.equals(call.output()) ? largest : null;
        default -> null;
      };
    }
  }

  // until here

  @Test
  void aModelOfOnesOwnJudges() {
    assertThat(readAfterWriting5Then3(5)).isInstanceOf(Verdict.Valid.class);
    assertThat(readAfterWriting5Then3(3)).isInstanceOf(Verdict.Invalid.class);
  }

  private static Verdict readAfterWriting5Then3(long seen) {
    HistoryRecorder recorder = new HistoryRecorder();
    for (long n : new long[] {5, 3}) {
      recorder.invoke(0, "write", n, 0);
      recorder.ok(0, 0);
    }
    recorder.invoke(0, "read", null, 0);
    recorder.ok(0, seen, 0);
    return Checker.check(recorder.history(), new MaxRegister(), Budget.unlimitedTime());
  }

  @Test
  void thePageShowsThisCode() throws IOException {
    Path root = Path.of(Objects.requireNonNullElse(System.getProperty("quorate.root"), ".."));
    String page = Files.readString(root.resolve("docs/checkers.md"));
    String source = "checkers/src/test/java/io/quorate/check/LibraryExampleTest.java";

    List<String> shown = shown(Files.readAllLines(root.resolve(source)));

    assertThat(shown).hasSize(2);
    assertThat(shown)
        .allSatisfy(code -> assertThat(page).contains(code.replace("static final", "final")));
  }

  /** The lines between the marks, moved to the left. */
  private static List<String> shown(List<String> lines) {
    List<String> shown = new ArrayList<>();
    StringBuilder code = null;
    int indent = 0;
    for (String line : lines) {
      if (line.strip().equals(BEGIN)) {
        code = new StringBuilder();
        indent = line.indexOf('/');
      } else if (line.strip().equals(END) && code != null) {
        shown.add(code.toString().strip());
        code = null;
      } else if (code != null) {
        code.append(line.substring(Math.min(indent, line.length()))).append('\n');
      }
    }
    return shown;
  }
}
