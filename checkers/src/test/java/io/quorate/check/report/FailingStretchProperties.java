package io.quorate.check.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.Checker;
import io.quorate.check.Engine;
import io.quorate.check.GeneratedHistories;
import io.quorate.check.GeneratedHistories.Shape;
import io.quorate.check.NoisyHistories;
import io.quorate.check.history.Event;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import io.quorate.check.history.HistoryWriter;
import io.quorate.check.model.Held;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** The stretch that fails by itself, against its definition on small histories. */
class FailingStretchProperties {
  private static final Budget AMPLE = Budget.of(Duration.ofMinutes(1));
  private static final Model<Held> REGISTER = Models.casRegister(0L, Reading.PORCUPINE);

  @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
  void failsAndNoShorterOneWithinItDoes(@ForAll long seed) {
    History history = NoisyHistories.casRegister(8, new Random(seed));
    judge(history, REGISTER);
  }

  @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
  void failsByItselfInTheKeyThatFails(@ForAll long seed) {
    History history = NoisyHistories.keyValue(8, new Random(seed));
    Model<Held> model = Models.keyValue(null, Reading.DEFAULT);
    if (Checker.check(history, model, Engine.SEARCH, AMPLE) instanceof Verdict.Invalid invalid) {
      FailingStretch stretch = FailingStretch.of(history, model, invalid, AMPLE);
      assertThat(stretch).as(text(history)).isNotNull();
    }
  }

  private static void judge(History history, Model<Held> model) {
    if (!(Checker.check(history, model, Engine.SEARCH, AMPLE) instanceof Verdict.Invalid invalid)) {
      return;
    }
    FailingStretch stretch =
        Objects.requireNonNull(FailingStretch.of(history, model, invalid, AMPLE), text(history));
    int first = stretch.firstEvent();
    int last = stretch.lastEvent();
    Object part = stretch.partition();
    String about = text(history) + stretch;
    assertThat(PlainStretch.fails(history, model, part, first, last)).as(about).isTrue();
    Integer later = next(history, model, part, first, 1);
    Integer earlier = next(history, model, part, last, -1);
    if (later != null) {
      assertThat(PlainStretch.fails(history, model, part, later, last)).as(about).isFalse();
    }
    if (earlier != null) {
      assertThat(PlainStretch.fails(history, model, part, first, earlier)).as(about).isFalse();
    }
  }

  private static @Nullable Integer next(
      History history, Model<Held> model, @Nullable Object part, int event, int by) {
    List<Integer> events = PlainStretch.events(history, model, part);
    int at = events.indexOf(event) + by;
    return at < 0 || at >= events.size() ? null : events.get(at);
  }

  private static String text(History history) {
    StringBuilder text = new StringBuilder("\n");
    HistoryWriter.writeEdn(history, text);
    return text.toString();
  }

  @Example
  void aStaleReadNeedsNoMoreThanTheWriteThatItMissed() {
    HistoryRecorder recorder = new HistoryRecorder();
    for (int i = 0; i < 1_000; i++) {
      recorder.invoke(0, "write", i % 7, 0);
      recorder.ok(0, 0);
      recorder.invoke(1, "read", null, 0);
      recorder.ok(1, i % 7, 0);
    }
    recorder.invoke(0, "write", 3, 0);
    recorder.invoke(2, "write", 5, 0);
    recorder.ok(0, 0);
    recorder.ok(2, 0);
    recorder.invoke(1, "read", null, 0);
    recorder.ok(1, 6, 0);
    History history = recorder.history();
    Verdict.Invalid invalid = (Verdict.Invalid) Checker.check(history, REGISTER, AMPLE);

    FailingStretch stretch = FailingStretch.of(history, REGISTER, invalid, AMPLE);

    assertThat(stretch).isNotNull();
    assertThat(Objects.requireNonNull(stretch).explanation())
        .isEqualTo(
            """
            the shortest stretch that fails by itself: events 4001 to 4005. From whichever of 7 \
            states there can be, no order places
              operation 2001  process 2    events 4001..4003  write 5
              operation 2002  process 1    events 4004..4005  read → 6
            with or without what is pending at its ends
              operation 2000  process 0    events 4000..4002  write 3\
            """);
  }

  @Example
  void itIsFoundAmongTenThousandDistinctValues() {
    Shape shape = new Shape(8, 10_000).withDistinctWrites();
    History fine = GeneratedHistories.casRegister(shape, new Random(2));
    HistoryRecorder recorder = new HistoryRecorder();
    int read = 0;
    for (Event event : fine.events()) {
      switch (event.type()) {
        case INVOKE -> recorder.invoke(event.process(), event.f(), event.value(), 0);
        case OK -> {
          boolean stale = event.f().equals("read") && ++read == 4_000;
          recorder.ok(event.process(), stale ? (Object) 1L : event.value(), 0);
        }
        case FAIL -> recorder.fail(event.process(), null, 0);
        case INFO -> recorder.info(event.process(), null, 0);
      }
    }
    History history = recorder.history();
    Model<Held> register = Models.register(0L, Reading.DEFAULT);
    Verdict.Invalid invalid = (Verdict.Invalid) Checker.check(history, register, AMPLE);

    FailingStretch stretch =
        Objects.requireNonNull(FailingStretch.of(history, register, invalid, AMPLE));

    assertThat(stretch.within()).hasSizeBetween(2, 20);
    assertThat(stretch.fromStart()).isFalse();
    assertThat(stretch.states()).isGreaterThan(4_000);
    assertThat(stretch.within()).anyMatch(op -> Long.valueOf(1).equals(op.call().output()));
  }

  @Example
  void withoutABudgetThereIsNone() {
    HistoryRecorder recorder = new HistoryRecorder();
    recorder.invoke(0, "read", null, 0);
    recorder.ok(0, 6, 0);
    History history = recorder.history();
    Verdict.Invalid invalid = (Verdict.Invalid) Checker.check(history, REGISTER, AMPLE);
    assertThat(FailingStretch.of(history, REGISTER, invalid, AMPLE)).isNotNull();
    assertThat(FailingStretch.of(history, REGISTER, invalid, AMPLE.withMemoryBytes(0))).isNull();
  }
}
