package io.quorate.fabric.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Pipelines from Open vSwitch's own tests: do the same frames leave by the same ports? */
class OvsTraceCasesTest {

  /** Cases whose recorded state does not say all that decided them. */
  private static final Map<String, String> UNTOLD =
      Map.of(
          "ovs310-03a1d3379e", "set-frags drop",
          "ovs310-aee02a7e6c", "set-frags drop",
          "ovs310-68a245e286", "set-frags nx-match",
          "ovs310-0f5b6ac609", "hidden flows");

  /** A case whose flows and frames are within what we can do. */
  private record Case(
      String id,
      RecordingSwitch ours,
      SortedMap<Integer, Integer> openFlowPorts,
      Match flow,
      String hexFrame) {

    byte[] frame() {
      return HexFormat.of().parseHex(hexFrame);
    }
  }

  @Test
  void framesLeaveAsTheTracesSay() {
    List<String> wrong = new ArrayList<>();
    SortedMap<String, Integer> skipped = new TreeMap<>();
    int agreed = 0;
    int agreedThatLeft = 0;
    for (Map<String, Object> one : OvsCases.read("trace-cases.jsonl")) {
      try {
        Case built = build(one);
        SortedMap<Integer, List<String>> expected = expected(one, built);
        int inPort = (int) built.flow().value(Field.IN_PORT);
        Map<Integer, List<String>> left = built.ours().send(inPort, built.frame());
        if (left.equals(expected)) {
          agreed++;
          agreedThatLeft += left.isEmpty() ? 0 : 1;
        } else {
          wrong.add(built.id() + " expected " + expected + " but " + left + " left\n" + one);
        }
      } catch (FlowSyntaxException e) {
        String reason = String.valueOf(e.getMessage()).replaceAll("[:=(].*|'.*?'", "…");
        skipped.merge(reason, 1, Integer::sum);
      }
    }
    assertThat(wrong).as("skipped: %s", skipped).isEmpty();
    assertThat(agreed).as("skipped: %s", skipped).isGreaterThanOrEqualTo(50);
    assertThat(agreedThatLeft).as("skipped: %s", skipped).isGreaterThanOrEqualTo(40);
  }

  private static Case build(Map<String, Object> one) {
    require(!UNTOLD.containsKey(OvsCases.text(one, "id")), "state that is not told");
    Map<String, Object> bridges = OvsCases.object(one, "bridges");
    Map<String, Object> bridge = OvsCases.object(bridges, bridges.keySet().iterator().next());
    require(bridges.size() == 1, "several bridges");
    require(!bridge.containsKey("port_flags") && !one.containsKey("vsctl_show"), "port settings");
    require(!OvsCases.text(one, "test").contains("mirror"), "mirrors");
    require(OvsCases.number(one, "rc") == 0, "a trace that was refused");
    TreeMap<Integer, Integer> openFlowPorts = new TreeMap<>();
    TreeMap<String, Integer> named = new TreeMap<>();
    for (Map<String, Object> port : OvsCases.<Map<String, Object>>list(bridge, "ports")) {
      require(OvsCases.text(port, "type").startsWith("dummy"), "tunnel or patch ports");
      openFlowPorts.put(OvsCases.number(port, "dpport"), OvsCases.number(port, "ofport"));
      named.put(OvsCases.text(port, "name"), OvsCases.number(port, "ofport"));
    }
    Names names = new Names(named, new TreeMap<>(), new TreeMap<>());
    RecordingSwitch ours =
        new RecordingSwitch(openFlowPorts.values().stream().mapToInt(Integer::intValue).toArray());
    for (String group : OvsCases.<String>list(bridge, "groups")) {
      ours.pipeline.putGroup(FlowSyntax.group(group, names));
    }
    for (String flow : OvsCases.<String>list(bridge, "flows")) {
      ours.pipeline.add(FlowSyntax.flow(flow, names), 0);
    }
    List<String> trace = OvsCases.list(one, "trace");
    require(trace.size() > 1, "options of the trace");
    Match flow =
        TraceFlow.match(trace.get(1), port -> openFlowPorts.getOrDefault(port, Ports.NONE), names);
    boolean hex = trace.size() > 2 && trace.get(2).matches("[0-9a-f]{28,}");
    require(hex || trace.size() == 2 || trace.get(2).equals("-generate"), "options of the trace");
    String frame = hex ? trace.get(2) : HexFormat.of().formatHex(TraceFlow.frame(flow));
    return new Case(OvsCases.text(one, "id"), ours, openFlowPorts, flow, frame);
  }

  private static SortedMap<Integer, List<String>> expected(Map<String, Object> one, Case built) {
    SortedMap<Integer, List<String>> expected = new TreeMap<>();
    DatapathActions.run(OvsCases.text(one, "expected"), built.frame())
        .forEach(
            (port, frames) -> {
              Integer number = built.openFlowPorts().get(port);
              require(number != null, "a port that is not listed");
              expected.put(number, frames);
            });
    return expected;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new FlowSyntaxException(otherwise);
    }
  }
}
