package io.quorate.fabric;

import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import io.quorate.fabric.file.Nearest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The switches and hosts that a fabric file declares, in file order. */
final class Nodes {

  static final int SWITCHES_MAX = 256;
  static final int HOSTS_MAX = 4_096;

  /**
   * A switch as declared.
   *
   * @param ports the numbers the file gives to ports, or null
   */
  record SwitchDraft(String name, @Nullable Entry ports) {}

  /**
   * A host as declared.
   *
   * @param where its name in the file
   * @param fields the entry that declares it, perhaps with others
   */
  record HostDraft(String name, Host.Role role, String on, Entry where, Fields fields) {}

  private static final List<String> ONE_OR_MANY =
      List.of("client", "clients", "service-host", "service-hosts");
  private static final List<String> HOST_KEYS = hostKeys();

  private final Names names = new Names("a switch or host");
  private final List<SwitchDraft> switches = new ArrayList<>();
  private final List<HostDraft> hosts = new ArrayList<>();

  Nodes(Entry switchList, @Nullable Entry hostList) {
    for (Entry entry : switchList.list("a list of switches, like [S1, S2, S3]")) {
      readSwitch(entry);
    }
    refuseMore(switchList, switches.size(), SWITCHES_MAX, "switches");
    if (switches.isEmpty()) {
      throw switchList.bad("no switch", "name at least one, like [S1, S2, S3]");
    }
    if (hostList != null) {
      for (Entry entry : hostList.list("a list of hosts")) {
        readHosts(entry);
      }
      refuseMore(hostList, hosts.size(), HOSTS_MAX, "hosts");
    }
  }

  List<SwitchDraft> switches() {
    return switches;
  }

  List<HostDraft> hosts() {
    return hosts;
  }

  /** Where a switch or host is declared. */
  Entry where(String name) {
    return names.where(name);
  }

  boolean isSwitch(String name) {
    return switches.stream().anyMatch(declared -> declared.name().equals(name));
  }

  /** The name of a switch or host that must have been declared. */
  String use(Entry entry) {
    return names.use(entry);
  }

  /** The name of a switch that must have been declared. */
  String useSwitch(Entry entry) {
    String name = entry.text("the name of a switch");
    if (isSwitch(name)) {
      return name;
    }
    List<String> known = switches.stream().map(SwitchDraft::name).toList();
    if (names.has(name)) {
      throw entry.bad(
          Entry.quoted(name) + " is a host", "name a switch: " + String.join(", ", known));
    }
    throw entry.bad(
        "no switch is called " + Entry.quoted(name),
        Nearest.advice(name, known, "the switches are"));
  }

  private void readSwitch(Entry entry) {
    if (entry.isTable()) {
      Fields fields = entry.fields("a switch", List.of("name", "ports"));
      String name = names.declare(fields.need("name", "name: S1"));
      switches.add(new SwitchDraft(name, fields.get("ports")));
    } else {
      switches.add(new SwitchDraft(names.declare(entry), null));
    }
  }

  private void readHosts(Entry entry) {
    Fields fields = entry.fields("a host", HOST_KEYS);
    String key = fields.exactlyOne(ONE_OR_MANY, "clients: [c1, c2, c3]");
    Entry value = fields.need(key, "clients: [c1, c2, c3]");
    String on = useSwitch(fields.need("on", "on: S1"));
    Host.Role role = key.startsWith("client") ? Host.Role.CLIENT : Host.Role.SERVICE;
    boolean many = key.endsWith("s");
    List<Entry> named =
        many ? value.oneOrMore("a list of names, like [h1, h2, h3]") : List.of(value);
    if (named.isEmpty()) {
      throw value.bad("an empty list", "name at least one, like [h1, h2, h3]");
    }
    for (Entry name : named) {
      hosts.add(new HostDraft(names.declare(name), role, on, name, fields));
    }
    for (String own : List.of("ip", "mac")) {
      Entry given = fields.key(own);
      if (many && given != null) {
        throw given.bad(
            "one " + own + " for several hosts",
            "declare each host by itself with \"" + key.substring(0, key.length() - 1) + "\"");
      }
    }
  }

  private static void refuseMore(Entry list, int size, int most, String what) {
    if (size > most) {
      throw list.bad(size + " " + what, "at most " + most + " are possible");
    }
  }

  private static List<String> hostKeys() {
    List<String> keys = new ArrayList<>(ONE_OR_MANY);
    keys.addAll(List.of("on", "ip", "mac", "group"));
    keys.addAll(LinkFields.KEYS);
    return List.copyOf(keys);
  }
}
