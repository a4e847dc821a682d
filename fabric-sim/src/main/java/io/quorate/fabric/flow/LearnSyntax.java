package io.quorate.fabric.flow;

import io.quorate.fabric.flow.LearnTemplate.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the arguments of a {@code learn} action. */
final class LearnSyntax {
  private final Names names;
  private final List<Part> parts = new ArrayList<>();
  private int table = 1;
  private int priority = Flow.PRIORITY_DEFAULT;
  private long cookie;
  private int idleTimeoutS;
  private int hardTimeoutS;
  private int limit;

  LearnSyntax(Names names) {
    this.names = names;
  }

  LearnTemplate read(String text) {
    for (KeyValue item : KeyValue.split(text)) {
      readOne(item);
    }
    return new LearnTemplate(table, priority, cookie, idleTimeoutS, hardTimeoutS, limit, parts);
  }

  private void readOne(KeyValue item) {
    String value = item.value();
    switch (item.key().toLowerCase(Locale.ROOT)) {
      case "table" -> table = ActionSyntax.table(value);
      case "priority" -> priority = FieldValue.numberTo("priority", value, 65535);
      case "cookie" -> cookie = FieldValue.number("cookie", value, 64);
      case "idle_timeout" -> idleTimeoutS = FieldValue.numberTo("idle_timeout", value, 65535);
      case "hard_timeout" -> hardTimeoutS = FieldValue.numberTo("hard_timeout", value, 65535);
      case "limit" -> limit = FieldValue.numberTo("limit", value, Integer.MAX_VALUE);
      case "load" -> load(item);
      case "output" -> parts.add(new Part.OutputFrame(FieldSyntax.subfield(value)));
      case "fin_idle_timeout",
          "fin_hard_timeout",
          "send_flow_rem",
          "delete_learned",
          "result_dst" ->
          throw new FlowSyntaxException("learn's '" + item.text() + "' is not supported");
      default -> condition(item);
    }
  }

  private void condition(KeyValue item) {
    Subfield to = FieldSyntax.subfield(item.key());
    if (!item.hasValue()) {
      parts.add(new Part.MatchFrame(to, to));
      return;
    }
    String value = item.value();
    if (value.endsWith("]") || Field.named(value) != null) {
      Subfield from = FieldSyntax.subfield(value);
      checkWidth(item, from, to);
      parts.add(new Part.MatchFrame(to, from));
    } else if (to.isWhole()) {
      FieldValue whole = FieldValue.read(to.field(), value, names);
      parts.add(new Part.MatchValue(to, whole.value()));
    } else {
      parts.add(new Part.MatchValue(to, FieldValue.number(item.key(), value, to.bits())));
    }
  }

  private void load(KeyValue item) {
    int arrow = item.value().indexOf("->");
    if (arrow < 1) {
      throw new FlowSyntaxException("'" + item.text() + "' must read load:SOURCE->FIELD[]");
    }
    String source = item.value().substring(0, arrow);
    Subfield to = FieldSyntax.subfield(item.value().substring(arrow + 2));
    if (!to.field().isWritable()) {
      throw new FlowSyntaxException("'" + item.text() + "': the field cannot be written");
    }
    if (Character.isDigit(source.charAt(0))) {
      parts.add(new Part.LoadValue(FieldValue.number(item.key(), source, to.bits()), to));
    } else {
      Subfield from = FieldSyntax.subfield(source);
      checkWidth(item, from, to);
      parts.add(new Part.LoadFrame(from, to));
    }
  }

  private static void checkWidth(KeyValue item, Subfield from, Subfield to) {
    if (from.bits() != to.bits()) {
      throw new FlowSyntaxException(
          "'" + item.text() + "' copies " + from.bits() + " bits into " + to.bits());
    }
  }
}
