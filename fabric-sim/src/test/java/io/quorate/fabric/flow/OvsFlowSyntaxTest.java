package io.quorate.fabric.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Flows from Open vSwitch's own tests: do we read what ovs-ofctl reads, and refuse what it refuses?
 */
class OvsFlowSyntaxTest {

  /**
   * We keep {@code mod_vlan_vid} as it is written; ovs-ofctl turns it into what a known tag needs.
   */
  private static final Set<String> KEPT_AS_WRITTEN =
      Set.of("table=0,in_port=1,actions=push_vlan:0x8100,mod_vlan_vid:100,3");

  private final List<String> wrong = new ArrayList<>();
  private final SortedMap<String, Integer> unsupported = new TreeMap<>();
  private int same;
  private int refused;

  @Test
  void readsFlowsAsOvsOfctlDoes() {
    for (Map<String, Object> one : OvsCases.read("flow-syntax.jsonl")) {
      compare(OvsCases.text(one, "input"), OvsCases.object(one, "parse"));
    }
    assertThat(wrong).as("unsupported: %s", unsupported).isEmpty();
    assertThat(same).as("unsupported: %s", unsupported).isGreaterThanOrEqualTo(300);
    assertThat(refused).as("both refuse").isGreaterThanOrEqualTo(90);
  }

  private void compare(String input, Map<String, Object> parse) {
    List<Flow> theirs = new ArrayList<>();
    boolean accepted = false;
    for (String version : List.of("OpenFlow15", "OpenFlow13", "OpenFlow10")) {
      Map<String, Object> answer = OvsCases.object(parse, version);
      boolean readable = answer.containsKey("canonical");
      accepted |= readable && !version.equals("OpenFlow10");
      String canonical = readable ? OvsCases.text(answer, "canonical") : "";
      if (canonical.contains(" actions=")) {
        read(normal(canonical), theirs);
      }
    }
    List<Flow> ours = new ArrayList<>();
    String reason = read(input, ours);
    if (ours.isEmpty()) {
      refused += accepted ? 0 : 1;
      unsupported.merge(reason.replaceAll("'[^']*'", "…"), 1, Integer::sum);
    } else if (accepted && theirs.contains(ours.getFirst())) {
      same++;
    } else if (!KEPT_AS_WRITTEN.contains(input)) {
      wrong.add(input + "\n  ours " + ours + "\n  ovs  " + parse);
    }
  }

  private static String read(String text, List<Flow> into) {
    try {
      into.add(FlowSyntax.flow(text, Names.NONE));
      return "";
    } catch (FlowSyntaxException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** ovs-ofctl prints a message, in which what is no match is written with colons. */
  private static String normal(String canonical) {
    return canonical
        .replaceFirst("^.*?: ADD ", "")
        .replaceAll("\\b(table|cookie):", "$1=")
        .replaceAll("\\bidle:", "idle_timeout=")
        .replaceAll("\\bhard:", "hard_timeout=");
  }
}
