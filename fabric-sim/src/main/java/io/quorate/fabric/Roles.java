package io.quorate.fabric;

import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Which members of a group do not play both roles from the start; all others vote and learn.
 *
 * @param learners members that only act on what is delivered
 * @param standby members that play no role until the group is changed
 */
public record Roles(List<String> learners, List<String> standby) {

  /** Every member votes and learns. */
  public static final Roles ALL = new Roles(List.of(), List.of());

  static final String LEARNERS = "learners";
  static final String STANDBY = "standby";

  public Roles {
    learners = List.copyOf(learners);
    standby = List.copyOf(standby);
  }

  /** True if the member has a vote at first. */
  public boolean isAcceptor(String member) {
    return !learners.contains(member) && !standby.contains(member);
  }

  /** Reads {@code learners:} and {@code standby:} in the {@code paxos:} table of a fabric file. */
  static Roles read(Fields group, Nodes nodes, List<String> members) {
    SequencedMap<String, String> taken = new LinkedHashMap<>();
    List<String> learners = names(group, LEARNERS, nodes, members, taken);
    List<String> standby = names(group, STANDBY, nodes, members, taken);
    Roles roles = new Roles(learners, standby);
    if (members.stream().noneMatch(roles::isAcceptor)) {
      throw group
          .need(standby.isEmpty() ? LEARNERS : STANDBY, "")
          .bad("no member is left that votes", "leave at least one out of learners and standby");
    }
    return roles;
  }

  private static List<String> names(
      Fields group,
      String key,
      Nodes nodes,
      List<String> members,
      SequencedMap<String, String> taken) {
    Entry given = group.get(key);
    List<String> names = new ArrayList<>();
    if (given == null) {
      return names;
    }
    for (Entry entry : given.oneOrMore("a list of members, like [S4, S5]")) {
      String name = nodes.useSwitch(entry);
      if (!members.contains(name)) {
        throw entry.bad(
            Entry.quoted(name) + " is no member of the group",
            "name one of " + String.join(", ", members) + ", or add it to members");
      }
      String earlier = taken.putIfAbsent(name, key);
      if (earlier != null) {
        throw entry.bad(
            Entry.quoted(name) + " stands in " + earlier + " already", "remove one of the two");
      }
      names.add(name);
    }
    return names;
  }
}
