package io.quorate.check.knossos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.check.history.EventType;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryReader;
import io.quorate.check.history.Keying;
import io.quorate.check.history.Keyword;
import io.quorate.check.model.Model;
import io.quorate.check.model.ModelMismatch;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Knossos is told of a history, so that none of what it trips over is in it. */
class QuestionsTest {
  private static final Keyword NIL = new Keyword("quorate/nil");
  private static final Model<?> CAS_REGISTER = Models.casRegister(null, Reading.DEFAULT);

  @Test
  void aResultIsKnownFromTheInvocationOn() {
    Question question =
        only("0 :invoke :read nil", "1 :invoke :write 3", "1 :ok :write 3", "0 :ok :read 3");

    assertThat(text(question.lines()))
        .containsExactly("0 invoke read 3", "1 invoke write 3", "1 ok write 3", "0 ok read 3");
    assertThat(question.completed()).isEqualTo(2);
  }

  @Test
  void aReadOfNilSaysThatItWasNil() {
    Question question = only("0 :invoke :read nil", "0 :ok :read nil");

    assertThat(question.initial()).isEqualTo(NIL);
    assertThat(question.lines()).extracting(Line::value).containsOnly(NIL);
  }

  @Test
  void whereAReadOfNilSaysNothingItIsLeftOut() {
    Model<?> model = Models.casRegister(null, Reading.KNOSSOS);

    assertThat(ask(model, "0 :invoke :read nil", "0 :ok :read nil")).isEmpty();
  }

  @Test
  void failedCallsAndCrashedReadsAreLeftOut() {
    Question question =
        only(
            "0 :invoke :write 1",
            "0 :fail :write :refused",
            "1 :invoke :read nil",
            "1 :info :read :timed-out",
            "2 :invoke :cas [1 2]",
            "2 :fail :cas [1 2]",
            "3 :invoke :write 4",
            "3 :ok :write 4");

    assertThat(text(question.lines())).containsExactly("0 invoke write 4", "0 ok write 4");
    assertThat(question.understated()).isZero();
  }

  @Test
  void aFailedCasThatSawAnotherValueIsCountedAsUnsaid() {
    Model<?> model = Models.casRegister(null, Reading.PORCUPINE);
    List<Question> questions =
        ask(
            model,
            "0 :invoke :cas [1 2]",
            "0 :fail :cas [1 2]",
            "0 :invoke :read nil",
            "0 :ok :read nil");

    assertThat(questions).singleElement().extracting(Question::understated).isEqualTo(1);
  }

  @Test
  void aCrashEndsItsProcessAndRepeatsItsArgument() {
    Question question =
        only(
            "7 :invoke :write 1",
            "7 :info :write :timed-out",
            "7 :invoke :write 2",
            "7 :ok :write 2");

    assertThat(text(question.lines()))
        .containsExactly("0 invoke write 1", "1 invoke write 2", "1 ok write 2", "0 info write 1");
  }

  @Test
  void whatIsPendingAtTheEndHasCrashed() {
    Question question = only("0 :invoke :write 1", "1 :invoke :write 2", "1 :ok :write 2");

    assertThat(question.lines().getLast().type()).isEqualTo(EventType.INFO);
    assertThat(question.completed()).isEqualTo(1);
  }

  @Test
  void eachKeyIsAQuestionOfItsOwn() {
    List<Question> questions =
        ask(
            Models.keyValue("", Reading.DEFAULT),
            "0 :invoke :put [\"a\" 1]",
            "1 :invoke :put [\"b\" 2]",
            "1 :ok :put [\"b\" 2]",
            "0 :ok :put [\"a\" 1]",
            "0 :invoke :delete [\"a\" nil]",
            "0 :ok :delete [\"a\" nil]");

    assertThat(questions).extracting(Question::partition).containsExactly("a", "b");
    assertThat(text(questions.getFirst().lines()))
        .containsExactly(
            "0 invoke write 1",
            "0 ok write 1",
            "0 invoke write :quorate/nil",
            "0 ok write :quorate/nil");
    assertThat(questions.getFirst().model()).isEqualTo("cas-register");
    assertThat(questions.getFirst().initial()).isEqualTo("");
  }

  @Test
  void aPartOfCrashesAloneNeedsNoAnswer() {
    assertThat(ask(CAS_REGISTER, "0 :invoke :write 1", "0 :info :write 1")).isEmpty();
  }

  @Test
  void valuesThatClojureComparesInItsOwnWayAreNamed() {
    Question question =
        only(
            "0 :invoke :write 0.0",
            "0 :ok :write 0.0",
            "0 :invoke :write -0.0",
            "0 :ok :write -0.0",
            "0 :invoke :write {:a 1}",
            "0 :ok :write {:a 1}",
            "0 :invoke :write [1 nil]",
            "0 :ok :write [1 nil]");

    Set<String> told =
        question.lines().stream()
            .map(line -> line.value().getClass().getSimpleName() + " " + line.value())
            .collect(Collectors.toSet());
    assertThat(told).hasSize(4).anyMatch(value -> value.endsWith("[1, :quorate/nil]"));
  }

  @Test
  void whatKnossosHasNoWordsForIsNotAsked() {
    Model<?> kv = Models.keyValue("", Reading.DEFAULT);
    List<Question> questions =
        Questions.of(history("0 :invoke :append \"a\"", "0 :ok :append \"a\""), kv);

    assertThat(questions).isNull();
  }

  @Test
  void aTransactionSaysWhatItReadAndWhatItWrote() {
    List<Question> questions =
        ask(
            Models.named("multi-register", 7L, Reading.DEFAULT),
            "0 :invoke :txn [[:w :x 1] [:r :y nil]]",
            "1 :invoke :txn [[:r :x nil] [:w :y 2]]",
            "1 :info :txn :timed-out",
            "0 :ok :txn [[:w :x 1] [:r :y 7]]",
            "0 :invoke :read {:y nil :z nil}",
            "0 :ok :read {:y 2 :z nil}");

    assertThat(questions).hasSize(1);
    assertThat(questions.getFirst().initial()).isEqualTo(Map.of(new Keyword("y"), 7L));
    assertThat(text(questions.getFirst().lines()))
        .containsExactly(
            "0 invoke txn [[:write, :x, 1], [:read, :y, 7]]",
            "1 invoke txn [[:write, :y, 2]]",
            "0 ok txn [[:write, :x, 1], [:read, :y, 7]]",
            "0 invoke txn [[:read, :y, 2], [:read, :z, :quorate/nil]]",
            "0 ok txn [[:read, :y, 2], [:read, :z, :quorate/nil]]",
            "1 info txn [[:write, :y, 2]]");
  }

  @Test
  void aCrashedDequeueIsEveryElementThatItMayHaveTaken() {
    List<Question> questions =
        ask(
            Models.named("fifo-queue"),
            "0 :invoke :enqueue 1",
            "0 :ok :enqueue 1",
            "0 :invoke :enqueue 2",
            "0 :ok :enqueue 2",
            "1 :invoke :dequeue nil",
            "1 :info :dequeue nil",
            "2 :invoke :dequeue nil",
            "2 :ok :dequeue 2");

    Question question = questions.getFirst();
    assertThat(question.dequeuesLost()).isEqualTo(1);
    assertThat(text(question.lines())).noneMatch(line -> line.contains("info"));
    assertThat(text(question.generous()))
        .contains("1 invoke dequeue 1", "1 info dequeue 1")
        .doesNotContain("1 info dequeue 2");
  }

  @Test
  void aHistoryOfAnotherModelIsRefused() {
    assertThatThrownBy(() -> only("0 :invoke :enqueue 1", "0 :ok :enqueue 1"))
        .isInstanceOf(ModelMismatch.class)
        .hasMessageContaining("enqueue");
  }

  private static History history(String... events) {
    String text =
        Arrays.stream(events).map(event -> "[" + event + "]\n").collect(Collectors.joining());
    return HistoryReader.read("test", new StringReader(text), Keying.DETECT);
  }

  private static List<Question> ask(Model<?> model, String... events) {
    return Objects.requireNonNull(Questions.of(history(events), model));
  }

  private static Question only(String... events) {
    List<Question> questions = ask(CAS_REGISTER, events);
    assertThat(questions).hasSize(1);
    return questions.getFirst();
  }

  private static List<String> text(List<Line> lines) {
    return lines.stream()
        .map(
            line -> line.process() + " " + line.type().word() + " " + line.f() + " " + line.value())
        .toList();
  }
}
