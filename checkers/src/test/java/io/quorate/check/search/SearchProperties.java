package io.quorate.check.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.BruteForce;
import io.quorate.check.Checker;
import io.quorate.check.GeneratedHistories;
import io.quorate.check.GeneratedHistories.Shape;
import io.quorate.check.Mutations;
import io.quorate.check.NoisyHistories;
import io.quorate.check.history.History;
import io.quorate.check.model.Held;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.DeadEnd;
import io.quorate.check.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * The search against the definition of linearizability, on histories small enough to try every
 * order. A history is drawn from a seed, which a failure prints.
 */
class SearchProperties {
  private static final int OPERATIONS_MAX = 8;
  private static final int VALUES = 3;
  private static final Model<Held> CAS_REGISTER = Models.casRegister(0L, Reading.PORCUPINE);

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void judgesNoiseOnACasRegisterAsTheDefinitionDoes(@ForAll long seed, @ForAll int draw) {
    Reading reading = reading(draw);
    History history = NoisyHistories.casRegister(OPERATIONS_MAX, new Random(seed));
    agree(history, Models.casRegister(0L, reading), new BruteForce(0L, reading));
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void judgesNoiseOnAKeyValueStoreAsTheDefinitionDoes(@ForAll long seed, @ForAll int draw) {
    Reading reading = reading(draw);
    History history = NoisyHistories.keyValue(OPERATIONS_MAX, new Random(seed));
    agree(history, Models.keyValue(null, reading), new BruteForce(null, reading));
  }

  @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
  void judgesBrokenValidHistoriesAsTheDefinitionDoes(@ForAll long seed) {
    Random random = new Random(seed);
    int clients = 1 + random.nextInt(5);
    Shape shape = new Shape(clients, 1 + random.nextInt(OPERATIONS_MAX), VALUES, 0.5, 0.15, 1);
    History valid = GeneratedHistories.casRegister(shape, random);
    BruteForce definition = new BruteForce(0L, Reading.PORCUPINE);

    assertThat(agree(valid, CAS_REGISTER, definition)).isInstanceOf(Verdict.Valid.class);
    agree(Mutations.changeOneRead(valid, random, VALUES), CAS_REGISTER, definition);
    agree(Mutations.swapNeighbours(valid, random), CAS_REGISTER, definition);
  }

  @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
  void judgesLongerHistoriesAsAPlainSearchDoes(@ForAll long seed) {
    Random random = new Random(seed);
    Shape shape = new Shape(2 + random.nextInt(5), 20 + random.nextInt(30), VALUES, 0.4, 0.04, 1);
    History valid = GeneratedHistories.casRegister(shape, random);
    History broken =
        random.nextBoolean()
            ? Mutations.changeOneRead(valid, random, VALUES)
            : Mutations.swapNeighbours(valid, random);

    boolean expected = new PlainSearch<>(broken, CAS_REGISTER).isLinearizable();
    assertThat(check(broken, CAS_REGISTER) instanceof Verdict.Valid).isEqualTo(expected);
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void refusesAReadOfWhatWasNeverWrittenAtAnySize(@ForAll long seed) {
    Random random = new Random(seed);
    boolean wide = random.nextBoolean();
    int clients = wide ? 50 + random.nextInt(200) : 1 + random.nextInt(12);
    Shape shape = new Shape(clients, 600, wide ? 1 : 5, 0.4, 0.01, 1);
    History valid = GeneratedHistories.casRegister(shape, random);
    History broken = Mutations.oneReadSees(valid, random, 77);

    Verdict verdict = check(broken, CAS_REGISTER);
    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    DeadEnd end = ((Verdict.Invalid) verdict).deadEnd();
    assertThat(end.stuck().getFirst().operation().call().output()).isEqualTo(77L);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void acceptsWhatIsValidByConstructionAtAnySize(@ForAll long seed) {
    Random random = new Random(seed);
    Shape shape =
        new Shape(
            1 + random.nextInt(80),
            random.nextInt(400),
            1 + random.nextInt(6),
            random.nextDouble(),
            random.nextBoolean() ? 0.1 * random.nextDouble() : 0,
            1 + random.nextInt(3));
    History history = GeneratedHistories.casRegister(shape, random);
    Verdict verdict = check(history, CAS_REGISTER);

    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
    Proofs.explains(history, CAS_REGISTER, (Verdict.Valid) verdict);
  }

  @Example
  void noiseIsNotAllOfOneKind() {
    int linearizable = 0;
    BruteForce definition = new BruteForce(0L, Reading.DEFAULT);
    for (int seed = 0; seed < 1000; seed++) {
      History history = NoisyHistories.casRegister(OPERATIONS_MAX, new Random(seed));
      linearizable += definition.isLinearizable(history) ? 1 : 0;
    }
    assertThat(linearizable).isBetween(250, 750);
  }

  private static Reading reading(int draw) {
    return List.of(Reading.DEFAULT, Reading.KNOSSOS, Reading.PORCUPINE).get(Math.floorMod(draw, 3));
  }

  private static Verdict check(History history, Model<Held> model) {
    return Checker.check(history, model, Budget.of(Duration.ofMinutes(1)));
  }

  private static Verdict agree(History history, Model<Held> model, BruteForce definition) {
    Verdict verdict = check(history, model);
    switch (verdict) {
      case Verdict.Valid valid -> {
        assertThat(definition.isLinearizable(history)).isTrue();
        Proofs.explains(history, model, valid);
      }
      case Verdict.Invalid invalid -> {
        assertThat(definition.isLinearizable(history)).isFalse();
        Proofs.failsThere(history, model, invalid.deadEnd());
      }
      case Verdict.Unknown unknown -> throw new AssertionError(unknown.explanation());
    }
    return verdict;
  }
}
