package io.quorate.check.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quorate.check.history.Call;
import io.quorate.check.history.Keyword;
import io.quorate.check.history.Outcome;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The models beside the register: what each call does, and how the doubtful ones are read. */
class ModelsTest {
  private static Call ok(String f, @Nullable Object input, @Nullable Object output) {
    return new Call(f, null, input, output, Outcome.OK);
  }

  private static Call put(String f, Object value) {
    return ok(f, value, value);
  }

  private static Call take(String f, @Nullable Object value) {
    return ok(f, null, value);
  }

  private static Call failed(String f, @Nullable Object input) {
    return new Call(f, null, input, null, Outcome.FAIL);
  }

  private static Call crashed(String f, @Nullable Object input) {
    return new Call(f, null, input, null, Outcome.INFO);
  }

  /** Where the calls lead from the beginning, in words; "refused" if one of them cannot be. */
  private static <S> String after(Model<S> model, Call... calls) {
    S state = model.init();
    for (Call call : calls) {
      assertThat(model.role(call)).isNotIn(Role.FOREIGN, Role.IGNORED);
      S next = model.step(state, call);
      if (next == null) {
        return "refused";
      }
      if (model.role(call) == Role.OBSERVATION) {
        assertThat(model.equal(state, next)).isTrue();
      }
      state = next;
    }
    return model.describe(state);
  }

  @Test
  void aQueueGivesFirstWhatCameFirst() {
    Model<?> queue = Models.fifoQueue(Reading.DEFAULT);
    Call[] two = {put("enqueue", 1L), put("enqueue", 2L)};
    assertThat(after(queue, two)).isEqualTo("[1 2]");
    assertThat(after(queue, two[0], two[1], take("dequeue", 1L))).isEqualTo("[2]");
    assertThat(after(queue, two[0], two[1], take("dequeue", 2L))).isEqualTo("refused");
    assertThat(after(queue, two[0], crashed("dequeue", null), two[1])).isEqualTo("[2]");
    assertThat(after(queue, two[0], take("dequeue", null))).isEqualTo("refused");
    assertThat(after(queue, take("dequeue", null), two[1])).isEqualTo("[2]");
    assertThat(after(queue, crashed("dequeue", null))).isEqualTo("refused");
  }

  @Test
  void aStackGivesFirstWhatCameLast() {
    Model<?> stack = Models.stack(Reading.DEFAULT);
    Call[] two = {put("push", 1L), put("push", 2L)};
    assertThat(after(stack, two[0], two[1], take("pop", 2L))).isEqualTo("[1]");
    assertThat(after(stack, two[0], two[1], take("pop", 1L))).isEqualTo("refused");
    assertThat(after(stack, two[0], two[1], crashed("pop", null))).isEqualTo("[1]");
    assertThat(after(stack, take("pop", null))).isEqualTo("[]");
  }

  @Test
  void aPriorityQueueGivesFirstWhatIsSmallest() {
    Model<?> queue = Models.priorityQueue(Reading.DEFAULT);
    Call[] three = {put("insert", 5L), put("insert", -3L), put("insert", 5L)};
    assertThat(after(queue, three)).isEqualTo("[-3 5 5]");
    assertThat(after(queue, three[0], three[1], three[2], take("delete-min", -3L)))
        .isEqualTo("[5 5]");
    assertThat(after(queue, three[0], three[2], take("delete-min", 5L))).isEqualTo("[5]");
    assertThat(after(queue, three[0], three[1], take("delete-min", 5L))).isEqualTo("refused");
    assertThat(queue.role(put("insert", "five"))).isEqualTo(Role.FOREIGN);
  }

  @Test
  void aBagGivesAnyAndACrashedDequeueMayHaveTakenAny() {
    Model<?> bag = Models.unorderedQueue(Reading.DEFAULT);
    Call[] two = {put("enqueue", 1L), put("enqueue", 2L)};
    Call crash = crashed("dequeue", null);
    assertThat(after(bag, two[0], two[1], take("dequeue", 2L))).isEqualTo("[1]");
    assertThat(after(bag, two[0], two[1], crash))
        .isEqualTo("[1 2], of which 1 gone, nobody knows which");
    assertThat(after(bag, two[0], two[1], crash, take("dequeue", 1L))).isEqualTo("[]");
    assertThat(after(bag, two[0], two[1], crash, take("dequeue", 2L), take("dequeue", null)))
        .isEqualTo("[]");
    assertThat(after(bag, two[0], two[1], crash, take("dequeue", null))).isEqualTo("refused");
    assertThat(after(bag, two[0], two[1], crash, crash, take("dequeue", 1L))).isEqualTo("refused");
    assertThat(after(bag, two[0], crash, two[1])).isEqualTo("[2]");
  }

  @Test
  void aTakeThatFailedTellsWhatTheReadingSays() {
    Call take = failed("dequeue", null);
    assertThat(Models.fifoQueue(Reading.DEFAULT).role(take)).isEqualTo(Role.IGNORED);
    Model<?> strict = Models.fifoQueue(Reading.DEFAULT.withFailedTake(FailedTake.SAW_EMPTY));
    assertThat(after(strict, take)).isEqualTo("[]");
    assertThat(after(strict, put("enqueue", 1L), take)).isEqualTo("refused");
    assertThat(strict.role(failed("enqueue", 1L))).isEqualTo(Role.IGNORED);
  }

  @Test
  void aMutexIsHeldByOneAtATime() {
    Model<?> mutex = Models.mutex();
    Call acquire = ok("acquire", null, null);
    Call release = ok("release", null, null);
    assertThat(after(mutex, acquire)).isEqualTo("held");
    assertThat(after(mutex, acquire, acquire)).isEqualTo("refused");
    assertThat(after(mutex, release)).isEqualTo("refused");
    assertThat(after(mutex, acquire, release, acquire)).isEqualTo("held");
    assertThat(after(mutex, ok("acquire", null, false))).isEqualTo("refused");
    assertThat(after(mutex, acquire, ok("acquire", null, false))).isEqualTo("held");
    assertThat(after(mutex, crashed("acquire", null), release)).isEqualTo("free");
    assertThat(mutex.role(failed("acquire", null))).isEqualTo(Role.IGNORED);
  }

  @Test
  void aSetHoldsEachElementOnce() {
    Model<?> set = Models.set(Reading.DEFAULT);
    Call one = put("add", 1L);
    Call two = put("add", 2L);
    assertThat(after(set, one, two, one, take("read", Set.of(2L, 1L)))).contains("1", "2");
    assertThat(after(set, one, two, take("read", List.of(2L, 1L)))).isNotEqualTo("refused");
    assertThat(after(set, one, take("read", Set.of(1L, 2L)))).isEqualTo("refused");
    assertThat(after(set, one, put("remove", 1L), take("read", Set.of()))).isEqualTo("#{}");
    assertThat(after(set, put("remove", 1L), ok("contains", 1L, false))).isEqualTo("#{}");
    assertThat(after(set, one, ok("contains", 1L, false))).isEqualTo("refused");
    assertThat(after(set, take("read", null))).isEqualTo("#{}");
    assertThat(after(set, ok("add", 1L, true))).isEqualTo("#{1}");
    assertThat(after(set, one, ok("add", 1L, true))).isEqualTo("refused");
    assertThat(after(set, one, ok("add", 1L, false), ok("remove", 1L, true))).isEqualTo("#{}");
    assertThat(after(set, ok("add", 1L, false))).isEqualTo("refused");
    assertThat(after(set, one, ok("remove", 1L, false))).isEqualTo("refused");
    assertThat(after(set, ok("add", true, true), ok("add", true, true))).isEqualTo("#{true}");
    assertThat(Models.set(Reading.KNOSSOS).role(take("read", null))).isEqualTo(Role.IGNORED);
  }

  @Test
  void aCounterSumsUp() {
    Model<?> counter = Models.counter(5);
    assertThat(after(counter, put("add", 2L), put("add", -9L), take("read", -2L))).isEqualTo("-2");
    assertThat(after(counter, take("read", 4L))).isEqualTo("refused");
    assertThat(counter.role(take("read", null))).isEqualTo(Role.IGNORED);
    assertThat(counter.role(put("add", "x"))).isEqualTo(Role.FOREIGN);
    Object most = Long.MAX_VALUE;
    BigInteger more = BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.valueOf(5));
    assertThat(after(counter, put("add", most), take("read", more))).isEqualTo(more + "N");
    assertThat(after(counter, put("add", most), take("read", Long.MIN_VALUE + 4)))
        .isEqualTo("refused");
    assertThat(after(counter, put("add", most), put("add", -6L), take("read", Long.MAX_VALUE - 1)))
        .isEqualTo("9223372036854775806");
  }

  @Test
  void aLogKeepsTheOrderAndTellsPlaces() {
    Model<?> log = Models.log(Reading.DEFAULT);
    Call a = put("append", "a");
    assertThat(after(log, a, put("append", "b"), take("read", List.of("a", "b"))))
        .isEqualTo("[\"a\" \"b\"]");
    assertThat(after(log, a, take("read", List.of("b")))).isEqualTo("refused");
    assertThat(after(log, a, ok("append", "b", 1L))).isNotEqualTo("refused");
    assertThat(after(log, a, ok("append", "b", 0L))).isEqualTo("refused");
    assertThat(after(log, a, ok("append", 0L, 0L))).isEqualTo("[\"a\" 0]");
    assertThat(after(log, a, ok("append", 0L, List.of(0L, 0L)))).isEqualTo("refused");
  }

  @Test
  void aMultiRegisterReadsAndWritesAtOneInstant() {
    Model<?> registers = Models.multiRegister(Map.of("x", 1L), Reading.DEFAULT);
    Keyword r = new Keyword("r");
    Keyword w = new Keyword("w");
    Call swap =
        ok("txn", null, List.of(List.of(r, "x", 1L), List.of(w, "x", 2L), List.of(w, "y", 3L)));
    assertThat(after(registers, swap)).contains("\"x\" 2", "\"y\" 3");
    assertThat(after(registers, swap, swap)).isEqualTo("refused");
    assertThat(after(registers, ok("txn", null, List.of(List.of(w, "x", 1L))))).isEqualTo("{}");
    Call ownWrite = ok("txn", null, List.of(List.of(w, "x", 7L), List.of(r, "x", 7L)));
    assertThat(after(registers, ownWrite)).contains("7");
    Call nil = ok("txn", null, List.of(Arrays.asList(r, "y", null)));
    assertThat(registers.role(nil)).isEqualTo(Role.OBSERVATION);
    assertThat(after(registers, swap, nil)).isEqualTo("refused");
    assertThat(Models.multiRegister(null, Reading.KNOSSOS).role(nil)).isEqualTo(Role.IGNORED);
    assertThat(after(registers, put("write", Map.of("y", 1L)), take("read", Map.of("y", 1L))))
        .isEqualTo("{\"y\" 1}");
    Call lost = crashed("txn", List.of(Arrays.asList(r, "x", null), List.of(w, "y", 9L)));
    assertThat(after(registers, lost)).isEqualTo("{\"y\" 9}");
    assertThat(registers.role(crashed("txn", List.of(Arrays.asList(r, "x", null)))))
        .isEqualTo(Role.IGNORED);
    assertThat(registers.role(ok("txn", null, List.of(List.of("append", "x", 1L)))))
        .isEqualTo(Role.FOREIGN);
  }

  @Test
  void callsOfAnotherModelAreForeign() {
    for (String name : Models.names()) {
      assertThat(Models.named(name).role(ok("launch", 1L, null))).as(name).isEqualTo(Role.FOREIGN);
    }
  }

  @Test
  void whatCannotBeginOtherwiseSaysSo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Models.named("mutex", 1L, Reading.DEFAULT))
        .withMessage("model mutex has no initial value; it begins free");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Models.named("counter", "x", Reading.DEFAULT))
        .withMessageContaining("whole number");
  }

  /** States that were reached in different ways and hold the same are equal, and hash alike. */
  @Test
  void statesAreEqualIfTheyHoldTheSame() {
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      List<Object> values = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        values.add(
            List.of("Aa", "BB", 3L, 4L, List.of("Aa"), List.of("BB")).get(random.nextInt(6)));
      }
      Line line = Line.EMPTY;
      Line late = Line.EMPTY.and("x").and("y").rest();
      Bag bag = Bag.EMPTY;
      for (Object value : values) {
        line = line.and(value);
        late = late.and(value);
        bag = bag.and(value);
      }
      late = late.rest();
      assertThat(late).isEqualTo(line).hasSameHashCodeAs(line);
      assertThat(late.toList()).isEqualTo(values);
      Bag other = Bag.EMPTY.and("z");
      for (Object value : values.reversed()) {
        other = other.and(value);
      }
      Bag without = other.without("z");
      assertThat(without).isEqualTo(bag).hasSameHashCodeAs(bag).isNotEqualTo(other);
    }
  }
}
