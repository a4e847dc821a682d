package io.quorate.fabric;

import io.quorate.fabric.Nodes.HostDraft;
import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code paxos:}, which is one group, or a list of them; then each has its own {@code
 * service:}.
 */
final class TenantReader {

  /** Each costs a replica on each of its members, and a workload. */
  private static final int GROUPS_MAX = 16;

  private final Nodes nodes;
  private final Map<Integer, PaxosGroup> groups = new LinkedHashMap<>();
  private final List<@Nullable Entry> services = new ArrayList<>();

  TenantReader(Nodes nodes, Entry paxos, @Nullable Entry service) {
    this.nodes = nodes;
    PaxosReader reader = new PaxosReader(nodes);
    if (paxos.isTable()) {
      PaxosGroup only = reader.read(paxos);
      groups.put(only.id(), only);
      refuseNested(paxos);
      services.add(service);
      return;
    }
    if (service != null) {
      throw service.bad(
          "several groups cannot share one service", "write a service into each group's table");
    }
    for (Entry entry : paxos.list("a Paxos group, or a list of them")) {
      PaxosGroup group = reader.read(entry);
      if (groups.putIfAbsent(group.id(), group) != null) {
        throw entry.bad(
            "there is a group " + group.id() + " already", "give each an id, like group: 2");
      }
      services.add(PaxosReader.service(entry));
    }
    if (groups.isEmpty() || groups.size() > GROUPS_MAX) {
      throw paxos.bad(groups.size() + " groups", "write 1 to " + GROUPS_MAX);
    }
  }

  private static void refuseNested(Entry paxos) {
    Entry nested = PaxosReader.service(paxos);
    if (nested != null) {
      throw nested.bad(
          "the service of the only group stands by itself", "move it to the top of the file");
    }
  }

  List<PaxosGroup> groups() {
    return List.copyOf(groups.values());
  }

  /** Reads the services, which takes their addresses; those of hosts that are given are taken. */
  List<Tenant> withServices(Addresses addresses) {
    List<Tenant> all = new ArrayList<>();
    for (PaxosGroup group : groups.values()) {
      long hosts =
          nodes.hosts().stream()
              .filter(host -> host.role() == Host.Role.SERVICE && groupOf(host) == group.id())
              .count();
      Service service = new ServiceReader(services.get(all.size()), (int) hosts).read(addresses);
      all.add(new Tenant(service, group));
    }
    return all;
  }

  /**
   * Id of the group whose service the host runs: as it says, or the first that its switch is in.
   */
  int groupOf(HostDraft host) {
    Entry given = host.fields().get("group");
    if (host.role() == Host.Role.CLIENT) {
      if (given != null) {
        throw given.bad("a client asks every service", "leave \"group\" out");
      }
      return Host.EVERY;
    }
    if (given != null) {
      int id = (int) Units.count(given, "groups", 0, 65_535);
      if (!groups.containsKey(id)) {
        throw given.bad("there is no group " + id, "the groups are " + groups.keySet());
      }
      return id;
    }
    return groups.values().stream()
        .filter(group -> group.members().contains(host.on()))
        .findFirst()
        .orElseGet(() -> groups.values().iterator().next())
        .id();
  }

  /** The service that a service host runs. */
  Tenant of(HostDraft host, List<Tenant> all) {
    int id = groupOf(host);
    return Objects.requireNonNull(
        all.stream().filter(each -> each.group().id() == id).findFirst().orElse(null));
  }
}
