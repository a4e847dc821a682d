package io.quorate.fabric.plan;

import io.quorate.fabric.PaxosGroup;
import io.quorate.paxos.Configuration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Who of a group's members plays a role now, as far as flows depend on it. All others stand by, or
 * have left: they hear what the group's members say to them, and do not meddle with anything else.
 *
 * @param members switches that play any role, in the order of their node ids
 * @param learners those of them that act on what is delivered
 */
public record Participants(List<String> members, List<String> learners) {

  public Participants {
    members = List.copyOf(members);
    learners = List.copyOf(learners);
  }

  /** Of a group that has just been started. */
  public static Participants initial(PaxosGroup group) {
    return of(group, List.of(group.initial()));
  }

  /** Of a group in which these configurations are needed. */
  public static Participants of(PaxosGroup group, Collection<Configuration> needed) {
    TreeSet<Integer> members = new TreeSet<>();
    TreeSet<Integer> learners = new TreeSet<>();
    for (Configuration each : needed) {
      members.addAll(each.acceptors());
      members.addAll(each.learners());
      learners.addAll(each.learners());
    }
    return new Participants(group.names(List.copyOf(members)), group.names(List.copyOf(learners)));
  }

  /** True if the switch plays any role. */
  public boolean includes(String switchName) {
    return members.contains(switchName);
  }

  /** True if the switch delivers to its hosts. */
  public boolean learns(String switchName) {
    return learners.contains(switchName);
  }
}
