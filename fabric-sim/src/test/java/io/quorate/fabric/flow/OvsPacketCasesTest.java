package io.quorate.fabric.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random tables and frames for which a real Open vSwitch said what leaves, byte for byte. */
class OvsPacketCasesTest {

  @Test
  void everyFrameLeavesAsFromARealSwitch() {
    List<String> wrong = new ArrayList<>();
    int frames = 0;
    int framesThatLeft = 0;
    int tablesThatLearned = 0;
    List<Map<String, Object>> cases = OvsCases.read("packet-cases.jsonl");
    for (Map<String, Object> one : cases) {
      RecordingSwitch ours = build(one);
      for (Map<String, Object> step : OvsCases.<Map<String, Object>>list(one, "steps")) {
        byte[] frame = HexFormat.of().parseHex(OvsCases.text(step, "packet"));
        Map<Integer, List<String>> left = ours.send(OvsCases.number(step, "in_port"), frame);
        Map<Integer, List<String>> expected = expected(step);
        frames++;
        framesThatLeft += expected.isEmpty() ? 0 : 1;
        if (!left.equals(expected)) {
          wrong.add(OvsCases.text(one, "id") + " " + step + "\n  ours: " + left);
        }
      }
      List<String> after = OvsCases.list(one, "flows_after");
      if (!after.isEmpty()) {
        tablesThatLearned++;
        tablesAgree(OvsCases.text(one, "id"), ours, one);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(76);
    assertThat(frames).isGreaterThanOrEqualTo(456);
    assertThat(framesThatLeft).isGreaterThanOrEqualTo(110);
    assertThat(tablesThatLearned).isGreaterThanOrEqualTo(6);
  }

  /**
   * Compares the tables afterwards. The recording left out the first line of each dump, one of the
   * flows that were installed; so that one may be missing there, and nothing else.
   */
  private static void tablesAgree(String id, RecordingSwitch ours, Map<String, Object> one) {
    SortedSet<String> onlyOurs = tableTexts(ours);
    SortedSet<String> recorded = canonical(OvsCases.list(one, "flows_after"));
    assertThat(onlyOurs).as(id).containsAll(recorded);
    onlyOurs.removeAll(recorded);
    assertThat(onlyOurs).as(id).hasSizeLessThanOrEqualTo(1);
    assertThat(canonical(OvsCases.list(one, "flows"))).as(id).containsAll(onlyOurs);
  }

  private static RecordingSwitch build(Map<String, Object> one) {
    List<Long> ports = OvsCases.list(one, "ports");
    RecordingSwitch made = new RecordingSwitch(ports.stream().mapToInt(Long::intValue).toArray());
    for (String group : OvsCases.<String>list(one, "groups")) {
      made.pipeline.putGroup(FlowSyntax.group(group, Names.NONE));
    }
    for (String flow : OvsCases.<String>list(one, "flows")) {
      made.pipeline.add(FlowSyntax.flow(flow, Names.NONE), 0);
    }
    return made;
  }

  private static Map<Integer, List<String>> expected(Map<String, Object> step) {
    Map<Integer, List<String>> expected = new TreeMap<>();
    Map<String, Object> out = OvsCases.object(step, "out");
    for (String port : out.keySet()) {
      expected.put(Integer.parseInt(port), OvsCases.list(out, port));
    }
    return expected;
  }

  private static SortedSet<String> tableTexts(RecordingSwitch ours) {
    SortedSet<String> texts = new TreeSet<>();
    ours.pipeline.entries().forEach(entry -> texts.add(entry.flow().toString()));
    return texts;
  }

  private static SortedSet<String> canonical(List<String> flows) {
    SortedSet<String> texts = new TreeSet<>();
    flows.forEach(flow -> texts.add(FlowSyntax.flow(flow, Names.NONE).toString()));
    return texts;
  }
}
