package io.quorate.ovs.openflow;

import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.FlowSyntaxException;
import io.quorate.fabric.flow.Group;
import io.quorate.fabric.flow.Names;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.fabric.plan.SwitchPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the flows of a fabric into those of a real switch, and back.
 *
 * <p>A real switch cannot run our programs: {@code run_code:N} becomes an output to the port behind
 * which our process sits. What stands after it is not carried out by the switch, for the program
 * may change the frame or swallow it: the process does what the program says, and sends the frame
 * in again by the same port, where it follows the flows for that port. Before the output stands a
 * {@code note} with the text of {@code run_code:N} and of all that follows, so that the flow can be
 * read back from the switch as it was written.
 *
 * <p>Port numbers may differ between the fabric and the switch.
 */
public final class FlowCompiler {
  private final PortMap ports;
  private final int paxosPort;

  /**
   * With the fabric's own port numbers.
   *
   * @param paxosPort OpenFlow number of the port behind which the switch's process sits
   */
  public FlowCompiler(int paxosPort) {
    this(paxosPort, Map.of());
  }

  /**
   * With other port numbers on the switch.
   *
   * @param paxosPort OpenFlow number of the port behind which the switch's process sits
   * @param numbers the switch's number for each of the fabric's, where they differ
   */
  public FlowCompiler(int paxosPort, Map<Integer, Integer> numbers) {
    this.paxosPort = paxosPort;
    this.ports = PortMap.of(numbers, paxosPort);
  }

  /** A plan as it was written. */
  public SwitchTables compile(SwitchPlan plan, Names names) {
    return compile(
        plan.groups().stream().map(text -> FlowSyntax.group(text, names)).toList(),
        plan.flows().stream().flatMap(text -> FlowSyntax.flows(text, names).stream()).toList());
  }

  /** What the book says of a switch. */
  public SwitchTables compile(FlowBook.Entries entries) {
    return compile(entries.groups(), entries.flows());
  }

  /** Groups and flows. */
  public SwitchTables compile(List<Group> groups, List<Flow> flows) {
    return new SwitchTables(
        groups.stream().map(this::compile).toList(),
        List.of(),
        flows.stream().map(this::compile).toList());
  }

  /** One group; groups run no programs. */
  public SwitchGroup compile(Group group) {
    return SwitchGroup.of(ports.forward(group));
  }

  /** One flow. */
  public SwitchFlow compile(Flow flow) {
    return SwitchFlow.of(ports.forward(flow, compile(flow.actions(), flow)));
  }

  private List<Action> compile(List<Action> actions, Flow in) {
    List<Action> compiled = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      if (action instanceof Action.RunCode) {
        compiled.add(new Action.Note(note(actions.subList(i, actions.size()), in)));
        compiled.add(new Action.Output(FlowPlan.PAXOS_PORT));
        return compiled;
      }
      compiled.add(
          action instanceof Action.Clone(List<Action> inner)
              ? new Action.Clone(compile(inner, in))
              : action);
    }
    return compiled;
  }

  private static String note(List<Action> actions, Flow in) {
    byte[] text = text(actions, in).getBytes(StandardCharsets.UTF_8);
    int bytes = Math.max(6, (text.length + 9) / 8 * 8 - 2);
    byte[] filled = new byte[bytes];
    System.arraycopy(text, 0, filled, 0, text.length);
    return HexFormat.ofDelimiter(".").formatHex(filled);
  }

  private static String text(List<Action> actions, Flow in) {
    String whole = new Flow(in.table(), 0, 0, 0, 0, in.match(), actions).toString();
    String mark = ",actions=";
    return whole.substring(whole.indexOf(mark) + mark.length());
  }

  /**
   * The flow of which this one was made, if it was made of one: with {@code run_code:N} in place of
   * note and output, and with the fabric's port numbers.
   */
  public Optional<Flow> decompile(SwitchFlow flow) {
    return flow.flow().map(ports::back).map(this::programs);
  }

  /** The group of which this one was made, if we have words for it. */
  public Optional<Group> decompile(SwitchGroup group) {
    return group.group().map(ports::back);
  }

  private Flow programs(Flow flow) {
    return flow.withActions(programs(flow.actions(), flow));
  }

  private List<Action> programs(List<Action> actions, Flow in) {
    List<Action> written = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      boolean last = i == actions.size() - 2;
      if (last
          && action instanceof Action.Note(String hex)
          && actions.getLast().equals(new Action.Output(FlowPlan.PAXOS_PORT))) {
        Optional<List<Action>> noted = noted(hex, in);
        if (noted.isPresent()) {
          written.addAll(noted.get());
          return written;
        }
      }
      written.add(
          action instanceof Action.Clone(List<Action> inner)
              ? new Action.Clone(programs(inner, in))
              : action);
    }
    return written;
  }

  /** The actions that a note tells of, if it is one of ours. */
  private static Optional<List<Action>> noted(String hex, Flow in) {
    byte[] bytes = HexFormat.ofDelimiter(".").parseHex(hex);
    String text = new String(bytes, StandardCharsets.UTF_8).replaceAll("\0+$", "");
    if (!text.startsWith("run_code:")) {
      return Optional.empty();
    }
    try {
      String head = "table=" + in.table() + "," + in.match();
      return Optional.of(FlowSyntax.flow(head + ",actions=" + text, Names.NONE).actions());
    } catch (FlowSyntaxException e) {
      return Optional.empty();
    }
  }

  /** OpenFlow number of the port behind which the switch's process sits. */
  public int paxosPort() {
    return paxosPort;
  }
}
