package io.quorate.check.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.check.GeneratedHistories;
import io.quorate.check.GeneratedHistories.Shape;
import io.quorate.check.Mutations;
import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.model.Held;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.model.Role;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Exhaustion;
import io.quorate.check.verdict.Verdict;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Several threads give the verdict of one, with its explanation and its figures. */
class SearchThreadsProperties {
  private static final Model<Held> CAS_REGISTER = Models.casRegister(0L, Reading.PORCUPINE);

  @Property(tries = 600, shrinking = ShrinkingMode.OFF)
  void anyNumberOfThreadsGivesTheSameVerdict(@ForAll long seed) {
    Random random = new Random(seed);
    History history = manyKeys(random);
    Budget budget = Budget.unlimitedTime();
    Verdict alone = Search.check(history, CAS_REGISTER, budget, 1);
    int threads = 2 + random.nextInt(6);
    assertThat(Search.check(history, CAS_REGISTER, budget, threads)).isEqualTo(alone);
  }

  @Property(tries = 600, shrinking = ShrinkingMode.OFF)
  void soItIsWhereMemoryIsShort(@ForAll long seed) {
    Random random = new Random(seed);
    History history = manyKeys(random);
    Budget budget = shortOfMemory(history, random);
    Verdict alone = Search.check(history, CAS_REGISTER, budget, 1);
    int threads = 2 + random.nextInt(6);
    assertThat(Search.check(history, CAS_REGISTER, budget, threads)).isEqualTo(alone);
  }

  @Example
  void allVerdictsComeUp() {
    Set<Exhaustion> why = EnumSet.noneOf(Exhaustion.class);
    int valid = 0;
    int invalid = 0;
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      History history = manyKeys(random);
      switch (Search.check(history, CAS_REGISTER, shortOfMemory(history, random), 3)) {
        case Verdict.Valid v -> valid++;
        case Verdict.Invalid v -> invalid++;
        case Verdict.Unknown v -> why.add(v.why());
      }
    }
    assertThat(why).containsExactly(Exhaustion.MEMORY);
    assertThat(valid).isGreaterThan(10);
    assertThat(invalid).isGreaterThan(10);
  }

  @Example
  void whoeverCancelsStopsAllThreads() {
    History history = manyKeys(new Random(1));
    AtomicBoolean asked = new AtomicBoolean();
    Budget budget =
        Budget.unlimitedTime().withCancellation(() -> !asked.compareAndSet(false, true));
    assertThat(Search.check(history, CAS_REGISTER, budget, 4))
        .isInstanceOfSatisfying(
            Verdict.Unknown.class, v -> assertThat(v.why()).isEqualTo(Exhaustion.CANCELLED));
  }

  @Example
  void whatAModelThrowsComesOutOfTheCheck() {
    Model<Long> broken =
        new Model<>() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public Long init() {
            return 0L;
          }

          @Override
          public Role role(Call call) {
            return Role.UPDATE;
          }

          @Override
          public @Nullable Long step(Long state, Call call) {
            throw new ArithmeticException("as it must");
          }
        };
    History history = manyKeys(new Random(2));
    assertThatThrownBy(() -> Search.check(history, broken, Budget.unlimitedTime(), 4))
        .isInstanceOf(ArithmeticException.class);
  }

  private static History manyKeys(Random random) {
    Shape shape =
        new Shape(
            1 + random.nextInt(20),
            200 + random.nextInt(400),
            1 + random.nextInt(5),
            0.5,
            random.nextBoolean() ? 0.03 : 0,
            2 + random.nextInt(30));
    History valid = GeneratedHistories.casRegister(shape, random);
    return switch (random.nextInt(3)) {
      case 0 -> valid;
      case 1 -> Mutations.oneReadSees(valid, random, 77);
      default -> Mutations.swapNeighbours(Mutations.oneReadSees(valid, random, 0), random);
    };
  }

  /** Enough to begin with, and often not enough to end. */
  private static Budget shortOfMemory(History history, Random random) {
    long layout = Part.BYTES_PER_OPERATION * history.size();
    return Budget.unlimitedTime().withMemoryBytes(layout + random.nextInt(1 << 17));
  }
}
