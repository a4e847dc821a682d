package io.quorate.fabric.fault;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.Tenant;
import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import io.quorate.fabric.file.Nearest;
import io.quorate.fabric.file.Units;
import io.quorate.paxos.Durability;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what follows {@code reconfigure:} in a fault file. */
final class ChangeReader {

  private static final List<String> STEPS = List.of("remove", "add", "learn");
  private static final List<String> WHOLE = List.of("acceptors", "learners", "phase1", "phase2");
  private static final List<String> KEYS =
      List.of("group", "remove", "add", "learn", "acceptors", "learners", "phase1", "phase2");

  private final List<PaxosGroup> groups;

  ChangeReader(Fabric fabric) {
    this.groups = fabric.tenants().stream().map(Tenant::group).toList();
  }

  Fault read(Entry entry) {
    Fields fields = entry.fields("a change of the group", KEYS);
    PaxosGroup group = group(fields.get("group"));
    Entry whole = first(fields, WHOLE);
    Entry steps = first(fields, STEPS);
    if (whole != null && steps != null) {
      throw steps.bad(
          "a step beside all that is to be",
          "write either remove, add and learn, or acceptors, learners, phase1 and phase2");
    }
    if (whole == null && steps == null) {
      throw entry.bad("nothing is to change", "write some of remove, add and learn, or acceptors");
    }
    Change change = steps != null ? steps(fields, group) : whole(fields, group);
    return new Fault.Reconfigure(group.id(), change);
  }

  private PaxosGroup group(@Nullable Entry given) {
    if (given == null) {
      return groups.getFirst();
    }
    int id = (int) Units.count(given, "groups", 0, 65_535);
    PaxosGroup found = groups.stream().filter(group -> group.id() == id).findFirst().orElse(null);
    if (found == null) {
      throw given.bad(
          "there is no group " + id,
          "the groups are " + groups.stream().map(PaxosGroup::id).toList());
    }
    return found;
  }

  private static @Nullable Entry first(Fields fields, List<String> keys) {
    return keys.stream().map(fields::get).filter(Objects::nonNull).findFirst().orElse(null);
  }

  private static Change steps(Fields fields, PaxosGroup group) {
    Map<String, Entry> all = new LinkedHashMap<>();
    List<String> remove = members(fields.get("remove"), group, all);
    List<String> add = members(fields.get("add"), group, all);
    List<String> learn = members(fields.get("learn"), group, all);
    if (remove.isEmpty() && add.isEmpty() && learn.isEmpty()) {
      throw Objects.requireNonNull(first(fields, STEPS))
          .bad("nothing is to change", "name at least one member");
    }
    return new Change.Steps(remove, add, learn);
  }

  private static Change whole(Fields fields, PaxosGroup group) {
    Entry acceptors = fields.need("acceptors", "acceptors: [S1, S2, S3]");
    List<String> votes = members(acceptors, group, new LinkedHashMap<>());
    if (votes.isEmpty()) {
      throw acceptors.bad("nobody is left that votes", "name at least one member");
    }
    Entry learners = fields.get("learners");
    List<String> learns =
        learners == null ? votes : members(learners, group, new LinkedHashMap<>());
    Entry given1 = fields.get("phase1");
    Entry given2 = fields.get("phase2");
    int phase1 = size(given1, votes.size());
    int phase2 = size(given2, votes.size());
    if (given2 != null && phase1 != Change.DEFAULT && phase1 + phase2 <= votes.size()) {
      throw given2.bad(
          "quorums of " + phase1 + " and " + phase2 + " of " + votes.size() + " need not intersect",
          "together they must be more than " + votes.size());
    }
    Change.Whole whole = new Change.Whole(votes, learns, phase1, phase2);
    if (group.durability() == Durability.VOLATILE
        && whole.quorums().recovery() >= whole.quorums().members()) {
      throw acceptors.bad(
          "an acceptor without memory would have to ask "
              + whole.quorums().recovery()
              + " others, and there are "
              + (votes.size() - 1),
          "name more acceptors, or choose other quorums");
    }
    return whole;
  }

  private static int size(@Nullable Entry given, int acceptors) {
    return given == null ? Change.DEFAULT : (int) Units.count(given, "members", 1, acceptors);
  }

  private static List<String> members(
      @Nullable Entry given, PaxosGroup group, Map<String, Entry> taken) {
    if (given == null) {
      return List.of();
    }
    List<Entry> entries = given.oneOrMore("a list of members, like [S2, S4]");
    for (Entry entry : entries) {
      String name = entry.text("the name of a member");
      if (!group.members().contains(name)) {
        throw entry.bad(
            Entry.quoted(name) + " is no member of Paxos group " + group.id(),
            Nearest.advice(name, group.members(), "its members are"));
      }
      if (taken.putIfAbsent(name, entry) != null) {
        throw entry.bad(Entry.quoted(name) + " is here twice", "remove one");
      }
    }
    return entries.stream().map(entry -> entry.text("the name of a member")).toList();
  }
}
