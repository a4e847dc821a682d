package io.quorate.fabric.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.trace.TraceEvent.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {

  private static final List<TraceEvent> EVENTS =
      List.of(
          TraceEvent.at(100_000, "c1", Kind.REQUEST, "c1.0 1 put k3 v"),
          new TraceEvent(412_300, "S1", Kind.SEND, "S2", 17, "1.1", "ACCEPT"),
          new TraceEvent(412_350, "S2", Kind.RECEIVE, "S1", 17, "1.1", "ACCEPT"),
          new TraceEvent(415_020, "S1", Kind.DROP, "S3", 17, "1.1", "ACCEPT: injected loss"),
          new TraceEvent(512_000, "S1", Kind.RECEIVE, "S2", 17, "1.1", "LEARN"),
          TraceEvent.at(512_350, "S2", Kind.CHOSEN, 17, "", ""),
          TraceEvent.at(512_360, "S3", Kind.DELIVERED, 16, "", "to h7, h8, h9"),
          TraceEvent.at(2_000_000_000, "S3", Kind.ELECTION, "stands with ballot 2.3"),
          TraceEvent.at(2_100_000_000, "", Kind.FAULT, "partition S1 | S2 S3 begins"));

  private static final List<String> NODES = List.of("c1", "S1", "S2", "S3");

  @TempDir private Path directory;
  private int recordings;

  private Path recorded() {
    Path file = directory.resolve("timeline" + recordings++ + ".jsonl");
    try (TimelineWriter writer = TimelineWriter.create(file)) {
      EVENTS.forEach(writer::log);
    }
    return file;
  }

  private String shown(TimelineFilter filter, int width, TimelineStyle style) {
    StringBuilder out = new StringBuilder("\n");
    Timeline.show(recorded(), filter, NODES, width, style, out);
    return out.toString();
  }

  @Test
  void what_is_written_reads_back() {
    List<TraceEvent> read = new ArrayList<>();
    TimelineReader.read(recorded(), read::add);
    assertThat(read).isEqualTo(EVENTS);
  }

  @Test
  void any_text_survives_the_file() {
    TraceEvent strange = TraceEvent.at(1, "S\"1\\", Kind.NOTE, "tab\t line\n é ▶ \ud83d\ude00");
    Path file = directory.resolve("strange.jsonl");
    try (TimelineWriter writer = TimelineWriter.create(file)) {
      writer.log(strange);
    }
    List<TraceEvent> read = new ArrayList<>();
    TimelineReader.read(file, read::add);
    assertThat(read).containsExactly(strange);
  }

  @Test
  void the_fields_of_a_line_are_those_of_the_documentation() throws Exception {
    assertThat(Files.readAllLines(recorded()))
        .contains(
            "{\"time\":412350,\"node\":\"S2\",\"kind\":\"receive\",\"peer\":\"S1\",\"slot\":17,"
                + "\"ballot\":\"1.1\",\"text\":\"ACCEPT\"}",
            "{\"time\":2100000000,\"kind\":\"fault\",\"text\":\"partition S1 | S2 S3 begins\"}");
  }

  @Test
  void draws_a_line_for_each_event_and_a_column_for_each_node() {
    assertThat(shown(TimelineFilter.ALL, 100, TimelineStyle.UNICODE))
        .isEqualTo(
            """

                     seconds  c1            S1            S2            S3
                 0.000100000  ? c1.0 1 put k3 v           │             │
                 0.000412350  │             ○─────────────▶ ACCEPT slot=17 b=1.1
                 0.000415020  │             ○───────────────────────────✗ ACCEPT slot=17 b=1.1: injected loss
                 0.000512000  │             ◀─────────────○ LEARN slot=17 b=1.1
                 0.000512350  │             │             ◆ slot=17     │
                 0.000512360  │             │             │             ■ to h7, h8, h9 slot=16
                 2.000000000  │             │             │             ★ stands with ballot 2.3
            ▲    2.100000000  partition S1 | S2 S3 begins │             │
            """);
  }

  @Test
  void draws_in_ascii_and_within_a_narrow_width() {
    String drawn = shown(TimelineFilter.ALL, 60, TimelineStyle.ASCII);
    assertThat(drawn)
        .isEqualTo(
            """

                     seconds  c1  S1  S2  S3
                 0.000100000  ? c1.0 1 put k3 v
                 0.000412350  |   o---> ACCEPT slot=17 b=1.1
                 0.000415020  |   o-------x ACCEPT slot=17 b=1.1: injec~
                 0.000512000  |   <---o LEARN slot=17 b=1.1
                 0.000512350  |   |   * slot=17
                 0.000512360  |   |   |   # to h7, h8, h9 slot=16
                 2.000000000  |   |   |   ! stands with ballot 2.3
            ^    2.100000000  partition S1 | S2 S3 begins
            """);
    assertThat(drawn.chars()).allMatch(c -> c < 128);
    assertThat(drawn.lines()).allMatch(line -> line.length() <= 60);
  }

  @Test
  void words_that_end_at_a_lifeline_are_told_from_it() {
    StringBuilder out = new StringBuilder();
    TimelineView view = new TimelineView(out, NODES, 100, TimelineStyle.ASCII);
    view.draw(TraceEvent.at(5, "c1", Kind.NOTE, "twelve chars"));
    assertThat(out.toString().lines().toList().get(1))
        .isEqualTo("     0.000000005  + twelve chars              |             |");
  }

  @Test
  void words_stand_left_of_the_mark_where_they_do_not_fit_on_its_right() {
    StringBuilder out = new StringBuilder();
    TimelineView view = new TimelineView(out, NODES, 100, TimelineStyle.ASCII);
    view.draw(TraceEvent.at(5, "S3", Kind.NOTE, "forty characters of text, neither more.."));
    assertThat(out.toString().lines().toList().get(1))
        .isEqualTo("     0.000000005  |forty characters of text, neither more.. +");
  }

  @Test
  void filters_by_slot_node_and_time() {
    TimelineFilter slot = new TimelineFilter(List.of(), 16, 16, 0, Long.MAX_VALUE, false);
    assertThat(shown(slot, 80, TimelineStyle.ASCII).lines().skip(1))
        .containsExactly("         seconds  S3", "     0.000512360  # to h7, h8, h9 slot=16");
    TimelineFilter node =
        new TimelineFilter(List.of("S3"), TimelineFilter.ALL_SLOTS, 0, 0, Long.MAX_VALUE, false);
    assertThat(shown(node, 80, TimelineStyle.ASCII).lines()).hasSize(2 + 3);
    TimelineFilter time =
        new TimelineFilter(List.of(), TimelineFilter.ALL_SLOTS, 0, 412_350, 512_000, false);
    assertThat(shown(time, 80, TimelineStyle.ASCII).lines()).hasSize(2 + 3);
  }

  @Test
  void sends_are_shown_on_demand() {
    TimelineFilter all = new TimelineFilter(List.of("S1"), 17, 17, 0, Long.MAX_VALUE, true);
    assertThat(shown(all, 80, TimelineStyle.ASCII).lines().toList().get(2))
        .isEqualTo("     0.000412300  o ACCEPT slot=17 b=1.1 to S2");
  }

  @Test
  void a_file_that_is_no_timeline_is_refused_in_one_line() throws Exception {
    Path file = directory.resolve("bad.jsonl");
    assertRefused(file, "there is no such file");
    Files.writeString(file, "{\"time\":1,\"kind\":\"note\"}\nhello\n");
    assertRefused(file, ":2:1: bad JSON");
    Files.writeString(file, "[1]");
    assertRefused(file, ":1:1: no JSON object");
    Files.writeString(file, "{\"kind\":\"note\"}");
    assertRefused(file, "no time");
    Files.writeString(file, "{\"time\":1,\"kind\":\"dance\"}");
    assertRefused(file, "no kind");
    Files.writeString(file, "{\"time\":1.5,\"kind\":\"note\"}");
    assertRefused(file, "time is no whole number");
    Files.writeString(file, "{\"time\":99999999999999999999,\"kind\":\"note\"}");
    assertRefused(file, "time is no whole number");
    Files.writeString(file, "{\"time\":1,\"kind\":\"note\",\"node\":7}");
    assertRefused(file, "node is no text");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertRefused(file, "not UTF-8");
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> TimelineReader.read(file, event -> {}))
        .isInstanceOf(BadFile.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void violations_stand_at_their_time_and_again_at_the_end() {
    Path file = directory.resolve("violated.jsonl");
    try (TimelineWriter writer = TimelineWriter.create(file)) {
      writer.log(TraceEvent.violation(7, "agreement", "S1 and S2 delivered different values"));
      writer.log(TraceEvent.at(8, "S1", Kind.CHOSEN, 3, "", ""));
    }
    StringBuilder out = new StringBuilder();
    Timeline.show(file, TimelineFilter.ALL, NODES, 60, TimelineStyle.ASCII, out);
    assertThat(out.toString().lines().skip(1))
        .containsExactly(
            "+    0.000000007  VIOLATION agreement: S1 and S2 delivered ~",
            "     0.000000008  * slot=3",
            "",
            "0.000000007 s: VIOLATION agreement: S1 and S2 delivered",
            "different values");

    TimelineFilter slot = new TimelineFilter(List.of(), 3, 3, 0, Long.MAX_VALUE, false);
    StringBuilder filtered = new StringBuilder();
    Timeline.show(file, slot, NODES, 60, TimelineStyle.ASCII, filtered);
    assertThat(filtered).contains("0.000000007 s: VIOLATION agreement");
  }

  @Test
  void the_legend_is_no_wider_than_it_may_be_and_divides_no_entry() {
    assertThat(TimelineStyle.ASCII.legend(60).lines())
        .containsExactly(
            "o--> frame arrives   o--x frame lost   * chosen",
            "# delivered   ! election   ^ fault   ? request",
            "@ request again   = reply   % configuration   + note");
  }

  @Test
  void the_legend_explains_every_mark() {
    for (TimelineStyle style : TimelineStyle.values()) {
      for (Kind kind : Kind.values()) {
        assertThat(style.legend()).contains(Character.toString(style.markOf(kind)));
      }
    }
  }
}
