package io.quorate.ovs.topology;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Switch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** The switches of a fabric as bridges of one Open vSwitch. */
final class Bridges {

  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Pattern COMMA = Pattern.compile(",");

  private final Fabric fabric;
  private final LiveNames names;
  private final PortType portType;
  private final SwitchDaemons daemons;

  Bridges(Fabric fabric, LiveNames names, PortType portType, SwitchDaemons daemons) {
    this.fabric = fabric;
    this.names = names;
    this.portType = portType;
    this.daemons = daemons;
  }

  /** Makes all bridges and ports, in one transaction. */
  void create() {
    List<String> commands = new ArrayList<>();
    fabric.switches().forEach(each -> create(each, commands));
    daemons.vsctl(commands.toArray(String[]::new));
  }

  /** Makes one bridge and its ports. */
  void create(Switch each) {
    List<String> commands = new ArrayList<>();
    create(each, commands);
    daemons.vsctl(commands.toArray(String[]::new));
  }

  /** Takes one bridge away, with its flows and all that the database says of it. */
  void delete(Switch each) {
    daemons.vsctl("--if-exists", "del-br", names.bridge(each.name()));
  }

  private void create(Switch each, List<String> commands) {
    String bridge = names.bridge(each.name());
    commands.addAll(List.of("--", "add-br", bridge, "--", "set", "bridge", bridge));
    commands.add("datapath_type=netdev");
    commands.add("fail-mode=secure");
    commands.add("protocols=OpenFlow10,OpenFlow13,OpenFlow14");
    commands.add("other-config:datapath-id=%016x".formatted(datapathId(each)));
    commands.add("other-config:disable-in-band=true");
    new TreeMap<>(names.ports(each.name()))
        .forEach(
            (number, port) -> {
              commands.addAll(List.of("--", "add-port", bridge, port));
              commands.addAll(List.of("--", "set", "interface", port));
              commands.add("ofport_request=" + number);
              commands.add("type=" + portType.word());
            });
  }

  /** Number of the bridge, as OpenFlow has it: the switch's place in the description, from 1. */
  long datapathId(Switch each) {
    return fabric.switches().indexOf(each) + 1L;
  }

  /**
   * Waits until every port of these switches has its number.
   *
   * @throws TopologyException when the switch refuses a port, or gives it another number
   */
  void verify(List<Switch> switches) {
    long deadline = System.nanoTime() + PATIENCE_NS;
    while (true) {
      String wrong = wrong(switches);
      if (wrong.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new TopologyException(wrong);
      }
      LockSupport.parkNanos(PAUSE_NS);
    }
  }

  /** The first thing that is not as it should be; empty if all is. */
  private String wrong(List<Switch> switches) {
    Map<String, String[]> rows = new LinkedHashMap<>();
    daemons
        .vsctl("--format=csv", "--no-headings", "--columns=name,ofport,error", "list", "interface")
        .lines()
        .map(each -> COMMA.split(each, 3))
        .filter(each -> each.length == 3)
        .forEach(each -> rows.put(each[0].replace("\"", ""), each));
    for (Switch each : switches) {
      for (Map.Entry<Integer, String> port : names.ports(each.name()).entrySet()) {
        String[] row = rows.get(port.getValue());
        String number = row == null ? "none" : row[1];
        if (row != null && !row[2].equals("[]")) {
          return refusal(port.getValue(), row[2]);
        }
        if (!number.equals(port.getKey().toString())) {
          return "%s should be port %d of %s and is %s"
              .formatted(port.getValue(), port.getKey(), each.name(), number);
        }
      }
    }
    return "";
  }

  private String refusal(String port, String error) {
    return "Open vSwitch refuses %s as a port of type %s: %s%s"
        .formatted(
            port,
            portType.word(),
            error.replace("\"", ""),
            portType == PortType.SYSTEM ? "" : "; build with ports of type system");
  }
}
