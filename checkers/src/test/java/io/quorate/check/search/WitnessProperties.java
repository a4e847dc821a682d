package io.quorate.check.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.GeneratedHistories;
import io.quorate.check.GeneratedHistories.Shape;
import io.quorate.check.Mutations;
import io.quorate.check.NoisyHistories;
import io.quorate.check.history.Event;
import io.quorate.check.history.History;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.Held;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.model.Role;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Exhaustion;
import io.quorate.check.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** The witness against every way to read a given order; a history is drawn from a seed. */
class WitnessProperties {
  private static final int OPERATIONS_MAX = 8;
  private static final int SPARSE = 40;
  private static final Model<Held> CAS_REGISTER = Models.casRegister(0L, Reading.PORCUPINE);

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void acceptsAnOrderExactlyWhenItHolds(@ForAll long seed, @ForAll int draw) {
    Random random = new Random(seed);
    List<Reading> readings = List.of(Reading.DEFAULT, Reading.KNOSSOS, Reading.PORCUPINE);
    Model<Held> model = Models.casRegister(0L, readings.get(Math.floorMod(draw, 3)));
    History noise = NoisyHistories.casRegister(OPERATIONS_MAX, random);
    agree(somePositions(noise, model, random), model);
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void acceptsTheOrderOfABrokenHistoryExactlyWhenItHolds(@ForAll long seed) {
    Random random = new Random(seed);
    Shape shape = new Shape(1 + random.nextInt(5), 1 + random.nextInt(9), 3, 0.5, 0.15, 1);
    History valid = GeneratedHistories.casRegisterWithPositions(shape, random);
    History broken =
        random.nextBoolean()
            ? Mutations.changeOneRead(valid, random, 3)
            : Mutations.swapNeighbours(valid, random);
    History witnessed =
        Mutations.withPositions(
            broken,
            id ->
                random.nextInt(4) == 0 && isObservation(broken, id)
                    ? Event.NO_POSITION
                    : valid.positionOf(Math.min(id, valid.size() - 1)));
    agree(witnessed, CAS_REGISTER);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void findsAPlaceForEveryReadThatLostItsOwnAtAnySize(@ForAll long seed) {
    Random random = new Random(seed);
    int keys = 1 + random.nextInt(4);
    Shape shape =
        new Shape(
            1 + random.nextInt(60),
            1 + random.nextInt(800),
            1 + random.nextInt(6),
            random.nextDouble(),
            random.nextBoolean() ? 0.1 * random.nextDouble() : 0,
            keys);
    History valid = GeneratedHistories.casRegisterWithPositions(shape, random);
    double lost = random.nextInt(3) / 2.0;
    long stride = random.nextBoolean() ? 1 : 1L << SPARSE;
    History witnessed =
        Mutations.withPositions(
            valid,
            id ->
                valid.positionOf(id) == Event.NO_POSITION
                        || (isObservation(valid, id) && random.nextDouble() < lost)
                    ? Event.NO_POSITION
                    : valid.positionOf(id) * stride);

    Verdict verdict = check(witnessed, CAS_REGISTER);
    if (witnessed.hasPositions()) {
      explains(witnessed, CAS_REGISTER, verdict);
    } else {
      assertThat(verdict).isNull();
    }
  }

  @Example
  void bothAnswersComeUp() {
    int held = 0;
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      History noise = NoisyHistories.casRegister(OPERATIONS_MAX, random);
      History witnessed = somePositions(noise, CAS_REGISTER, random);
      held += witnessed.hasPositions() && check(witnessed, CAS_REGISTER) != null ? 1 : 0;
    }
    assertThat(held).isBetween(100, 900);
  }

  @Example
  void aSpentBudgetIsUnknown() {
    History history = GeneratedHistories.casRegisterWithPositions(new Shape(4, 50), new Random(1));
    assertThat(Witness.check(history, CAS_REGISTER, Budget.of(Duration.ZERO)))
        .isInstanceOfSatisfying(
            Verdict.Unknown.class, v -> assertThat(v.why()).isEqualTo(Exhaustion.TIME));
    Budget small = Budget.unlimitedTime().withMemoryBytes(100);
    assertThat(Witness.check(history, CAS_REGISTER, small))
        .isInstanceOfSatisfying(
            Verdict.Unknown.class, v -> assertThat(v.why()).isEqualTo(Exhaustion.MEMORY));
    Budget stopped = Budget.unlimitedTime().withCancellation(() -> true);
    assertThat(Witness.check(history, CAS_REGISTER, stopped))
        .isInstanceOfSatisfying(
            Verdict.Unknown.class, v -> assertThat(v.why()).isEqualTo(Exhaustion.CANCELLED));
  }

  private static boolean isObservation(History history, int id) {
    return CAS_REGISTER.role(history.operation(id).call()) == Role.OBSERVATION;
  }

  /** Positions of most, in the order of returns but for a little disorder; now and then equal. */
  private static History somePositions(History history, Model<Held> model, Random random) {
    return Mutations.withPositions(
        history,
        id -> {
          boolean crashed = history.operation(id).call().outcome() == Outcome.INFO;
          boolean observes = model.role(history.operation(id).call()) == Role.OBSERVATION;
          boolean silent = random.nextInt(crashed || observes ? 3 : 60) == 0;
          int around = crashed ? history.invokedAt(id) : history.returnedAt(id);
          return silent ? Event.NO_POSITION : Math.max(0, around + random.nextInt(5) - 2);
        });
  }

  private static @Nullable Verdict check(History history, Model<Held> model) {
    return Witness.check(history, model, Budget.unlimitedTime());
  }

  private static void agree(History history, Model<Held> model) {
    Verdict verdict = check(history, model);
    boolean holds = history.hasPositions() && new PlainWitness<>(history, model).holds();
    if (holds) {
      explains(history, model, verdict);
    } else {
      assertThat(verdict).isNull();
    }
  }

  private static void explains(History history, Model<Held> model, @Nullable Verdict verdict) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Valid.class, valid -> Proofs.explains(history, model, valid));
  }
}
