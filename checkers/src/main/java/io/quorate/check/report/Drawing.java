package io.quorate.check.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import io.quorate.check.history.Annotation;
import io.quorate.check.history.Call;
import io.quorate.check.history.Edn;
import io.quorate.check.history.Event;
import io.quorate.check.history.History;
import io.quorate.check.history.Operation;
import io.quorate.check.history.Outcome;
import io.quorate.check.txn.Anomaly;
import io.quorate.check.txn.Judgement;
import io.quorate.check.txn.Ruling;
import io.quorate.check.txn.Step;
import io.quorate.check.verdict.DeadEnd;
import io.quorate.check.verdict.Order;
import io.quorate.check.verdict.Stuck;
import io.quorate.check.verdict.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the page draws, as JSON that can stand in a page. */
final class Drawing {
  /** Writes the JSON of a drawing. */
  interface Body {
    void write(Writer out) throws IOException;
  }

  private interface Part {
    void write(JsonGenerator json) throws IOException;
  }

  private static final int LABEL_CHARS_MAX = 160;

  /** Enough for every part of any history that a person looks at. */
  private static final int ORDERS_MAX = 2_000;

  private final History history;

  Drawing(History history) {
    this.history = history;
  }

  Body of(Verdict verdict, @Nullable FailingStretch stretch) {
    String word =
        switch (verdict) {
          case Verdict.Valid v -> "valid";
          case Verdict.Invalid v -> "invalid";
          case Verdict.Unknown v -> "unknown";
        };
    DeadEnd end =
        switch (verdict) {
          case Verdict.Valid v -> null;
          case Verdict.Invalid v -> v.deadEnd();
          case Verdict.Unknown v -> v.furthest();
        };
    boolean decided = verdict instanceof Verdict.Invalid;
    String explanation =
        verdict.explanation() + (stretch == null ? "" : "\n" + stretch.explanation());
    return body(
        word,
        explanation,
        json -> {
          if (stretch != null) {
            json.writeArrayFieldStart("window");
            json.writeNumber(stretch.firstEvent());
            json.writeNumber(stretch.lastEvent());
            json.writeEndArray();
          }
          json.writeArrayFieldStart("orders");
          if (verdict instanceof Verdict.Valid valid) {
            orders(json, valid.orders());
          } else if (end != null) {
            order(json, end.partition(), end.prefix());
          }
          json.writeEndArray();
          stuck(json, decided && end != null ? end.stuck() : List.of());
          anomalies(json, List.of());
        });
  }

  Body of(Judgement judgement) {
    String word =
        switch (judgement.ruling()) {
          case Ruling.VALID -> "valid";
          case Ruling.INVALID -> "invalid";
          case Ruling.UNKNOWN -> "unknown";
        };
    return body(
        word,
        judgement.explanation(),
        json -> {
          json.writeArrayFieldStart("orders");
          json.writeEndArray();
          stuck(json, List.of());
          anomalies(json, judgement.anomalies());
        });
  }

  private Body body(String word, String explanation, Part verdict) {
    return out -> {
      JsonFactory factory = new JsonFactory();
      factory.setCharacterEscapes(new InPage());
      try (JsonGenerator json = factory.createGenerator(out)) {
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeStringField("verdict", word);
        json.writeStringField("headline", explanation.lines().findFirst().orElse(word));
        json.writeStringField("explanation", explanation);
        operations(json);
        calls(json);
        times(json);
        notes(json);
        verdict.write(json);
        json.writeEndObject();
      }
    };
  }

  private void operations(JsonGenerator json) throws IOException {
    TreeMap<Integer, Integer> lanes = new TreeMap<>();
    for (int op = 0; op < history.size(); op++) {
      lanes.put(history.processOf(op), 0);
    }
    int lane = 0;
    json.writeArrayFieldStart("processes");
    for (var entry : lanes.entrySet()) {
      json.writeNumber(entry.getKey());
      entry.setValue(lane++);
    }
    json.writeEndArray();
    json.writeNumberField("events", history.eventCount());
    column(json, "lane", op -> lanes.getOrDefault(history.processOf(op), 0));
    column(json, "call", history::callOf);
    column(json, "from", history::invokedAt);
    column(json, "to", op -> history.returnedAt(op) == History.NEVER ? -1 : history.returnedAt(op));
    json.writeObjectFieldStart("notesOf");
    for (int op = 0; op < history.size(); op++) {
      Object error = history.errorOf(op);
      if (error != null) {
        json.writeStringField(String.valueOf(op), label(Edn.print(error)));
      }
    }
    json.writeEndObject();
  }

  private void column(JsonGenerator json, String name, IntUnaryOperator cell) throws IOException {
    json.writeArrayFieldStart(name);
    for (int op = 0; op < history.size(); op++) {
      json.writeNumber(cell.applyAsInt(op));
    }
    json.writeEndArray();
  }

  private void calls(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("calls");
    StringBuilder outcomes = new StringBuilder();
    for (Call call : history.calls()) {
      json.writeString(label(call.toString()));
      outcomes.append(
          switch (call.outcome()) {
            case Outcome.OK -> 'o';
            case Outcome.FAIL -> 'f';
            case Outcome.INFO -> 'i';
          });
    }
    json.writeEndArray();
    json.writeStringField("outcome", outcomes.toString());
  }

  /** The time of each event from the first on, if all are known. */
  private void times(JsonGenerator json) throws IOException {
    long[] times = new long[history.eventCount()];
    int[] known = {0, 0};
    boolean[] all = {true};
    history.forEachEvent(
        event -> {
          all[0] &= event.timeNs() != Event.NO_TIME;
          times[known[0]++] = event.timeNs();
        },
        note -> {
          all[0] &= note.timeNs() != Event.NO_TIME;
          times[known[0]++] = note.timeNs();
        });
    boolean spread = all[0] && times.length > 0 && times[times.length - 1] > times[0];
    if (!spread) {
      json.writeNullField("times");
      return;
    }
    json.writeArrayFieldStart("times");
    for (long time : times) {
      json.writeNumber(time - times[0]);
    }
    json.writeEndArray();
  }

  private void notes(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("notes");
    for (Annotation note : history.annotations()) {
      String value = note.value() == null ? "" : " " + Edn.print(note.value());
      json.writeStartArray();
      json.writeNumber(note.at());
      json.writeString(label(note.process() + " " + note.f() + value));
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void orders(JsonGenerator json, List<Order> orders) throws IOException {
    for (Order order : orders.subList(0, Math.min(ORDERS_MAX, orders.size()))) {
      Object key = order.isEmpty() ? null : order.getFirst().call().key();
      order(json, key, order);
    }
  }

  private void order(JsonGenerator json, @Nullable Object name, Order order) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name == null ? "the only one" : label(Edn.print(name)));
    json.writeArrayFieldStart("ops");
    for (Operation operation : order) {
      json.writeNumber(operation.id());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void stuck(JsonGenerator json, List<Stuck> all) throws IOException {
    json.writeArrayFieldStart("stuck");
    for (Stuck stuck : all) {
      json.writeStartArray();
      json.writeNumber(stuck.operation().id());
      json.writeBoolean(stuck.refused());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void anomalies(JsonGenerator json, List<Anomaly> anomalies) throws IOException {
    json.writeArrayFieldStart("anomalies");
    for (Anomaly anomaly : anomalies) {
      json.writeStartObject();
      json.writeStringField("kind", anomaly.kind().word());
      json.writeStringField("account", anomaly.account());
      json.writeArrayFieldStart("ops");
      for (int op : anomaly.operations()) {
        json.writeNumber(op);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("steps");
      for (Step step : anomaly.cycle()) {
        json.writeStartArray();
        json.writeNumber(step.from());
        json.writeNumber(step.to());
        json.writeString(step.dependency().word());
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String label(String text) {
    if (text.length() <= LABEL_CHARS_MAX) {
      return text;
    }
    boolean split = Character.isHighSurrogate(text.charAt(LABEL_CHARS_MAX - 1));
    return text.substring(0, LABEL_CHARS_MAX - (split ? 1 : 0)) + " ...";
  }

  /** Keeps what is written from ending the page's script element. */
  private static final class InPage extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    private final int[] escapes = standardAsciiEscapesForJSON();

    InPage() {
      escapes['<'] = CharacterEscapes.ESCAPE_CUSTOM;
      escapes['>'] = CharacterEscapes.ESCAPE_CUSTOM;
      escapes['&'] = CharacterEscapes.ESCAPE_CUSTOM;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return escapes;
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return new SerializedString(String.format("\\u%04x", c));
    }
  }
}
