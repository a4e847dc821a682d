package io.quorate.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.quorate.check.Answer;
import io.quorate.check.history.History;
import io.quorate.check.verdict.Effort;
import io.quorate.check.verdict.Verdict;
import java.io.IOException;
import java.util.Locale;

/** What {@code check} has to say of one file. */
sealed interface Finding {

  /** The verdict in a word or two, for programs. */
  String verdict();

  /** The model's name, or {@code -} where it is not known. */
  String model();

  /** Operations in the history. */
  int operations();

  /** Who decided. */
  String engine();

  /** The verdict in sentences, several lines without a trailing newline. */
  String explanation();

  /** What the command's exit code is if there is no other history. */
  int exitCode();

  /** Writes what programs may want to know besides. */
  void writeMore(JsonGenerator json) throws IOException;

  /** A history judged against a model. */
  record OfModel(History history, String model, Answer answer) implements Finding {

    @Override
    public String verdict() {
      return switch (answer.verdict()) {
        case Verdict.Valid _ -> "linearizable";
        case Verdict.Invalid _ -> "not-linearizable";
        case Verdict.Unknown _ -> "unknown";
      };
    }

    @Override
    public int operations() {
      return history.size();
    }

    @Override
    public String engine() {
      return answer.engine().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String explanation() {
      String explanation = answer.verdict().explanation();
      return answer.remark() == null ? explanation : explanation + "\n" + answer.remark();
    }

    @Override
    public int exitCode() {
      return switch (answer.verdict()) {
        case Verdict.Valid _ -> ExitCode.FINE;
        case Verdict.Invalid _ -> ExitCode.VIOLATION;
        case Verdict.Unknown _ -> ExitCode.UNKNOWN;
      };
    }

    @Override
    public void writeMore(JsonGenerator json) throws IOException {
      Effort effort = answer.verdict().effort();
      json.writeNumberField("partitions", effort.partitions());
      json.writeNumberField("configurations", effort.configurations());
    }
  }

  /** A file that holds no history, or none of the model. */
  record Unusable(String reason) implements Finding {

    @Override
    public String verdict() {
      return "unusable";
    }

    @Override
    public String model() {
      return "-";
    }

    @Override
    public int operations() {
      return 0;
    }

    @Override
    public String engine() {
      return "-";
    }

    @Override
    public String explanation() {
      return reason;
    }

    @Override
    public int exitCode() {
      return ExitCode.BAD_INPUT;
    }

    @Override
    public void writeMore(JsonGenerator json) {
      // There is nothing more to know.
    }
  }
}
