package io.quorate.check.knossos;

import io.quorate.check.history.History;
import io.quorate.check.verdict.Effort;
import io.quorate.check.verdict.Exhaustion;
import io.quorate.check.verdict.Verdict;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All questions about one history, put to Knossos one after another. */
final class Consultation {
  private final History history;
  private final List<Question> questions;
  private final int operations;

  private volatile boolean stopped;
  private final AtomicInteger decided = new AtomicInteger();
  private @Nullable String remark;

  Consultation(History history, List<Question> questions) {
    this.history = history;
    this.questions = questions;
    this.operations = questions.stream().mapToInt(each -> each.lines().size() / 2).sum();
  }

  /** Holds it; on one of these threads. */
  Opinion hold(Interop knossos, KnossosThreads threads) {
    for (Question question : questions) {
      if (stopped) {
        return unfinished(Exhaustion.CANCELLED);
      }
      Inquiry.Answer answer = ask(knossos, question, question.lines(), threads);
      switch (answer) {
        case Inquiry.Answer.Valid _ -> {
          if (question.understated() > 0) {
            note(
                "Knossos finds an order, but has no words for "
                    + question.understated()
                    + " observations, such as failed cas, that it was not told");
          } else {
            decided.incrementAndGet();
          }
        }
        case Inquiry.Answer.Invalid invalid -> {
          Opinion opinion = invalid(knossos, question, invalid, threads);
          if (opinion != null) {
            return opinion;
          }
        }
        case Inquiry.Answer.Stopped _ -> {
          return unfinished(Exhaustion.CANCELLED);
        }
        case Inquiry.Answer.OutOfMemory _ -> {
          return unfinished(Exhaustion.MEMORY);
        }
        case Inquiry.Answer.Failed failed -> note(failed.why());
      }
    }
    return remark == null
        ? new Opinion(new Verdict.Valid(List.of(), effort()), null)
        : unfinished(Exhaustion.UNSUITED);
  }

  private Inquiry.Answer ask(
      Interop knossos, Question question, List<Line> lines, KnossosThreads threads) {
    if (question.completed() == 0) {
      return new Inquiry.Answer.Valid();
    }
    return new Inquiry(knossos, question, lines, threads, () -> stopped).ask();
  }

  /** An invalid answer, passed on if it is right whatever crashed dequeues took. */
  private @Nullable Opinion invalid(
      Interop knossos, Question question, Inquiry.Answer.Invalid answer, KnossosThreads threads) {
    List<Line> lines = question.lines();
    Inquiry.Answer sure = answer;
    if (question.dequeuesLost() > 0) {
      lines = question.generous();
      sure = lines.isEmpty() ? answer : ask(knossos, question, lines, threads);
      if (lines.isEmpty() || !(sure instanceof Inquiry.Answer.Invalid)) {
        note("Knossos cannot tell what " + question.dequeuesLost() + " crashed dequeues took");
        return stopped ? unfinished(Exhaustion.CANCELLED) : null;
      }
    }
    decided.incrementAndGet();
    Findings findings = new Findings(history, question, lines);
    return new Opinion(
        new Verdict.Invalid(findings.deadEnd(((Inquiry.Answer.Invalid) sure).analysis()), effort()),
        null);
  }

  private void note(String why) {
    remark = remark == null ? why : remark;
  }

  /** What can be said when Knossos could not be loaded, or broke. */
  Opinion failed(Throwable failure) {
    String remark = "Knossos failed: " + failure;
    return new Opinion(new Verdict.Unknown(Exhaustion.UNSUITED, null, effort()), remark);
  }

  /** Ends it soon. */
  void stop() {
    stopped = true;
  }

  /** What can be said without an answer to all questions. */
  Opinion unfinished(Exhaustion why) {
    return new Opinion(
        new Verdict.Unknown(why, null, effort()), why == Exhaustion.UNSUITED ? remark : null);
  }

  private Effort effort() {
    return new Effort(operations, history.size() - operations, questions.size(), decided.get(), 0);
  }
}
