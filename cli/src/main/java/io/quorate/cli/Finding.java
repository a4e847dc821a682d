package io.quorate.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.quorate.check.Answer;
import io.quorate.check.history.History;
import io.quorate.check.report.FailingStretch;
import io.quorate.check.report.HtmlReport;
import io.quorate.check.txn.AnomalyKind;
import io.quorate.check.txn.Judgement;
import io.quorate.check.txn.Level;
import io.quorate.check.verdict.Effort;
import io.quorate.check.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /** Writes a page for a browser, if there is anything to see. */
  void writePage(Path page, String title);

  /**
   * A history judged against a model.
   *
   * @param stretch of an invalid history, the stretch that fails by itself, if one was found
   */
  record OfModel(History history, String model, Answer answer, @Nullable FailingStretch stretch)
      implements Finding {

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
      StringBuilder text = new StringBuilder(answer.verdict().explanation());
      if (stretch != null) {
        text.append('\n').append(stretch.explanation());
      }
      if (answer.remark() != null) {
        text.append('\n').append(answer.remark());
      }
      return text.toString();
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
      if (stretch != null) {
        json.writeArrayFieldStart("failing-events");
        json.writeNumber(stretch.firstEvent());
        json.writeNumber(stretch.lastEvent());
        json.writeEndArray();
      }
    }

    @Override
    public void writePage(Path page, String title) {
      HtmlReport.write(page, history, title, answer.verdict(), stretch);
    }
  }

  /** A history judged as that of a workload. */
  record OfWorkload(History history, Judgement judgement) implements Finding {

    @Override
    public String verdict() {
      return judgement.ruling().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String model() {
      return judgement.workload().word();
    }

    @Override
    public int operations() {
      return history.size();
    }

    @Override
    public String engine() {
      return "txn";
    }

    @Override
    public String explanation() {
      return judgement.explanation();
    }

    @Override
    public int exitCode() {
      return switch (judgement.ruling()) {
        case VALID -> ExitCode.FINE;
        case INVALID -> ExitCode.VIOLATION;
        case UNKNOWN -> ExitCode.UNKNOWN;
      };
    }

    @Override
    public void writeMore(JsonGenerator json) throws IOException {
      Level level = judgement.level();
      if (level != null) {
        json.writeStringField("level", level.word());
        json.writeBooleanField("proven", judgement.proven());
      }
      json.writeObjectFieldStart("anomalies");
      for (Map.Entry<AnomalyKind, Integer> each : judgement.counts().entrySet()) {
        json.writeNumberField(each.getKey().word(), each.getValue());
      }
      json.writeEndObject();
    }

    @Override
    public void writePage(Path page, String title) {
      HtmlReport.write(page, history, title, judgement);
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

    @Override
    public void writePage(Path page, String title) {
      // There is nothing to see.
    }
  }
}
