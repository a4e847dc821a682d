package io.quorate.ovs.openflow;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Field;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.FlowSyntaxException;
import io.quorate.fabric.flow.Match;
import io.quorate.fabric.flow.Names;
import io.quorate.fabric.flow.Ports;
import io.quorate.fabric.plan.FlowPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How {@code run_code:N} is done where the switch cannot: the frame makes a detour through our
 * process. A flow {@code A,run_code:N,B} becomes
 *
 * <pre>
 *   A, note:(run_code:N,B), push_vlan:0x8100, set_field:(0x1000|K)->vlan_vid, output:100
 * </pre>
 *
 * so the process knows by K what to run; when the program says "go on", it sends the frame back
 * with the same tag, for which table 0 has the flow {@code
 * in_port=100,dl_vlan=K,actions=pop_vlan,B}. Frames that programs emit come without a tag, and
 * follow the ordinary flows of port 100. The note is what {@link #written} reads back.
 *
 * <p>In B the in-port is no longer what it was, so {@code IN_PORT} becomes an output to the port of
 * the flow's match. Registers and metadata that earlier tables have set are lost on the way; a flow
 * whose B would need them is for the user to avoid, and a B with {@code IN_PORT} whose match has no
 * port is refused. Inside {@code clone}, B is what follows there.
 *
 * <p>K is the place of (N, B) among all that were seen, so the same entries in the same order give
 * the same tags. Any thread may call.
 */
public final class Detours {

  /** Where the tag's numbers begin: a switch may treat 0 as "no VLAN", and 1 as its default. */
  private static final int FIRST = 2;

  private static final int MOST = 4_094;
  private static final int VLAN_PRESENT = 0x1000;
  private static final int VLAN_TYPE = 0x8100;

  /** How many actions a detour takes: note, tag, its number, output. */
  private static final int DETOUR_ACTIONS = 4;

  /**
   * What a tag stands for.
   *
   * @param program to run
   * @param rest of the flow's actions, after the program
   */
  public record Detour(int program, List<Action> rest) {
    public Detour {
      rest = List.copyOf(rest);
    }
  }

  private final Map<Detour, Integer> tags = new LinkedHashMap<>();
  private final List<Detour> detours = new ArrayList<>();

  /** What a tag stands for; null for one that was never given. */
  public synchronized @Nullable Detour at(int tag) {
    int place = tag - FIRST;
    return place >= 0 && place < detours.size() ? detours.get(place) : null;
  }

  /** The flows for a real switch, without those by which frames come back. */
  public synchronized List<Flow> compile(List<Flow> flows) {
    return flows.stream().map(this::compile).toList();
  }

  /** The flows by which frames come back, of all detours so far. */
  public synchronized List<Flow> returns() {
    List<Flow> flows = new ArrayList<>();
    for (int place = 0; place < detours.size(); place++) {
      if (!detours.get(place).rest().isEmpty()) {
        flows.add(back(FIRST + place, detours.get(place).rest()));
      }
    }
    return flows;
  }

  private static Flow back(int tag, List<Action> rest) {
    Match match =
        FlowSyntax.flow(
                "in_port=" + FlowPlan.PAXOS_PORT + ",dl_vlan=" + tag + ",actions=drop", Names.NONE)
            .match();
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.PopVlan());
    actions.addAll(rest);
    return new Flow(0, 400, FlowPlan.COOKIE_RETURN, 0, 0, match, actions);
  }

  private Flow compile(Flow flow) {
    return flow.withActions(compile(flow.actions(), flow));
  }

  private List<Action> compile(List<Action> actions, Flow of) {
    List<Action> compiled = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      switch (actions.get(i)) {
        case Action.RunCode(int program) -> {
          compiled.addAll(detour(program, actions.subList(i + 1, actions.size()), of));
          return compiled;
        }
        case Action.Clone(List<Action> inner) -> compiled.add(new Action.Clone(compile(inner, of)));
        case Action other -> compiled.add(other);
      }
    }
    return compiled;
  }

  private List<Action> detour(int program, List<Action> rest, Flow of) {
    int tag = tag(new Detour(program, resolve(rest, of)));
    return List.of(
        new Action.Note(note(program, rest, of)),
        new Action.PushVlan(VLAN_TYPE),
        new Action.SetField(Field.VLAN_VID, VLAN_PRESENT | tag, VLAN_PRESENT | 0xfff),
        new Action.Output(FlowPlan.PAXOS_PORT));
  }

  private int tag(Detour detour) {
    Integer known = tags.get(detour);
    if (known != null) {
      return known;
    }
    int tag = FIRST + detours.size();
    if (tag > MOST) {
      throw BadFile.whole(
          "flows",
          "more than " + (MOST - FIRST + 1) + " different ends of flows after run_code",
          "use fewer");
    }
    detours.add(detour);
    tags.put(detour, tag);
    return tag;
  }

  private static List<Action> resolve(List<Action> rest, Flow flow) {
    List<Action> resolved = new ArrayList<>();
    for (Action action : rest) {
      if (action instanceof Action.Output(int port) && port == Ports.IN_PORT) {
        resolved.add(new Action.Output(inPort(flow)));
      } else if (action instanceof Action.Clone(List<Action> inner)) {
        resolved.add(new Action.Clone(resolve(inner, flow)));
      } else if (action instanceof Action.RunCode) {
        throw BadFile.whole(
            "flow \"" + flow + "\"",
            "runs a second program, which a real switch cannot",
            "put the second into a later table");
      } else {
        resolved.add(action);
      }
    }
    return resolved;
  }

  private static int inPort(Flow flow) {
    if (flow.match().has(Field.IN_PORT)) {
      return (int) flow.match().value(Field.IN_PORT);
    }
    throw BadFile.whole(
        "flow \"" + flow + "\"",
        "sends back by IN_PORT after run_code, and does not say by which port the frame came",
        "match in_port=N");
  }

  /** The text of what the switch cannot do, padded to a length that OpenFlow carries. */
  private static String note(int program, List<Action> rest, Flow of) {
    List<Action> written = new ArrayList<>();
    written.add(new Action.RunCode(program));
    written.addAll(rest);
    String whole = new Flow(of.table(), 0, 0, 0, 0, of.match(), written).toString();
    String mark = ",actions=";
    byte[] text =
        whole.substring(whole.indexOf(mark) + mark.length()).getBytes(StandardCharsets.UTF_8);
    byte[] filled = new byte[Math.max(6, (text.length + 9) / 8 * 8 - 2)];
    System.arraycopy(text, 0, filled, 0, text.length);
    return HexFormat.ofDelimiter(".").formatHex(filled);
  }

  // ---------------------------------------------------------------- reading back

  /**
   * The flow of which this one was compiled, with {@code run_code:N} again; a flow that makes no
   * detour is as it was written.
   */
  public static Flow written(Flow compiled) {
    return compiled.withActions(written(compiled.actions(), compiled));
  }

  private static List<Action> written(List<Action> actions, Flow in) {
    List<Action> written = new ArrayList<>();
    int detour = actions.size() - DETOUR_ACTIONS;
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      List<Action> noted = i == detour ? noted(actions.subList(i, actions.size()), in) : List.of();
      if (!noted.isEmpty()) {
        written.addAll(noted);
        return written;
      }
      written.add(
          action instanceof Action.Clone(List<Action> inner)
              ? new Action.Clone(written(inner, in))
              : action);
    }
    return written;
  }

  /** What the note at the head of a detour tells of; nothing if they are no detour of ours. */
  private static List<Action> noted(List<Action> detour, Flow in) {
    boolean ours =
        detour.get(1).equals(new Action.PushVlan(VLAN_TYPE))
            && detour.get(2) instanceof Action.SetField(Field field, long value, long mask)
            && field == Field.VLAN_VID
            && detour.get(3).equals(new Action.Output(FlowPlan.PAXOS_PORT));
    if (!ours || !(detour.getFirst() instanceof Action.Note(String hex))) {
      return List.of();
    }
    byte[] bytes = HexFormat.ofDelimiter(".").parseHex(hex);
    String text = new String(bytes, StandardCharsets.UTF_8).replaceAll("\0+$", "");
    if (!text.startsWith("run_code:")) {
      return List.of();
    }
    try {
      String head = "table=" + in.table() + "," + in.match();
      return FlowSyntax.flow(head + ",actions=" + text, Names.NONE).actions();
    } catch (FlowSyntaxException e) {
      return List.of();
    }
  }
}
