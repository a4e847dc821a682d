package io.quorate.check.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.monitor.Monitors;
import io.quorate.check.search.Proofs;
import io.quorate.check.search.Search;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.assertj.core.api.Assumptions;

/** The monitors on histories that are too long to try every order; drawn from a seed. */
class MonitorProperties {
  /** Objects that monitors know. */
  enum Known {
    REGISTER("register"),
    CAS_REGISTER("cas-register"),
    FIFO_QUEUE("fifo-queue"),
    UNORDERED_QUEUE("unordered-queue"),
    PRIORITY_QUEUE("priority-queue"),
    STACK("stack"),
    SET("set"),
    LOG("log");

    private final String name;

    Known(String name) {
      this.name = name;
    }

    private Model<?> model() {
      boolean register = this == REGISTER || this == CAS_REGISTER;
      return Models.named(name, register ? 0L : null, Reading.DEFAULT);
    }

    private Specification object() {
      Reading reading = Reading.DEFAULT;
      return switch (this) {
        case REGISTER -> new CellSpecification(reading, false, true);
        case CAS_REGISTER -> new CellSpecification(reading, true, true);
        case FIFO_QUEUE -> container(ContainerSpecification.Order.FIRST);
        case UNORDERED_QUEUE -> container(ContainerSpecification.Order.ANY);
        case PRIORITY_QUEUE -> container(ContainerSpecification.Order.SMALLEST);
        case STACK -> container(ContainerSpecification.Order.LAST);
        case SET -> new CollectionSpecification(false, false, reading, true);
        case LOG -> new CollectionSpecification(true, false, reading, true);
      };
    }

    private static Specification container(ContainerSpecification.Order order) {
      return new ContainerSpecification(order, Reading.DEFAULT, true, false);
    }
  }

  @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
  void judgeLongerHistoriesAsTheSearchDoes(@ForAll Known known, @ForAll long seed) {
    Random random = new Random(seed);
    Specification object = known.object();
    History history = SmallHistories.valid(object, 40, random);
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      history =
          random.nextBoolean()
              ? SmallHistories.oneResultChanged(history, object, random)
              : SmallHistories.twoEventsSwapped(history, random);
    }
    Verdict monitored = Monitors.check(history, known.model(), Budget.unlimitedTime());
    Verdict searched = Search.check(history, known.model(), Budget.of(Duration.ofSeconds(1)));
    if (monitored != null) {
      Proofs.hold(history, known.model(), monitored);
    }
    if (monitored != null && !(searched instanceof Verdict.Unknown)) {
      assertThat(monitored).hasSameClassAs(searched);
    }
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void orderWhatIsValidByConstructionAtAnySize(@ForAll Known known, @ForAll long seed) {
    Random random = new Random(seed);
    History history = SmallHistories.valid(known.object(), 2_000, random);
    Verdict verdict = Monitors.check(history, known.model(), Budget.of(Duration.ofSeconds(5)));
    Assumptions.assumeThat(verdict).isNotNull();
    // A part that no monitor takes is searched, which may spend the budget.
    Assumptions.assumeThat(verdict).isNotInstanceOf(Verdict.Unknown.class);
    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
    if (verdict != null) {
      Proofs.hold(history, known.model(), verdict);
    }
  }
}
