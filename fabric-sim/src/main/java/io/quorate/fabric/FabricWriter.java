package io.quorate.fabric;

import io.quorate.fabric.file.Units;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.fabric.packet.MacAddress;
import io.quorate.paxos.Durability;
import java.util.List;
import java.util.Locale;

/** Prints a fabric as YAML, one line for each thing, with nothing left to defaults. */
final class FabricWriter {

  private final StringBuilder out = new StringBuilder();

  private FabricWriter() {}

  static String write(Fabric fabric) {
    FabricWriter writer = new FabricWriter();
    writer.line("fabric: %s", fabric.name());
    writer.line("mtu: %d bytes", fabric.mtuBytes());
    if (fabric.others().isEmpty()) {
      writer.service(fabric.service());
      writer.group(fabric.group());
    } else {
      writer.tenants(fabric);
    }
    writer.line("%nswitches:");
    fabric.switches().forEach(writer::node);
    writer.line("%nhosts:");
    fabric.hosts().forEach(host -> writer.host(host, !fabric.others().isEmpty()));
    writer.line("%nlinks:");
    fabric.links().forEach(writer::link);
    if (!fabric.flows().isEmpty()) {
      writer.line("%nflows:");
      fabric.flows().forEach(flow -> writer.line("  - '%s'", flow.text().replace("'", "''")));
    }
    return writer.out.toString();
  }

  /** A list of groups, each with its service in its own table. */
  private void tenants(Fabric fabric) {
    line("%npaxos:");
    for (Tenant tenant : fabric.tenants()) {
      FabricWriter group = new FabricWriter();
      group.group(tenant.group());
      FabricWriter service = new FabricWriter();
      service.service(tenant.service());
      line("  - service:");
      service.keys().forEach(key -> line("      %s", key));
      group.keys().forEach(key -> line("    %s", key));
    }
  }

  /** The lines below the heading that was written first, without their indentation. */
  private List<String> keys() {
    return out.toString().lines().filter(each -> each.startsWith(" ")).map(String::strip).toList();
  }

  private void service(Service service) {
    line("%nservice:");
    line("  ip: %s", Ipv4Address.format(service.ipv4()));
    line("  mac: \"%s\"", MacAddress.format(service.mac()));
    line("  port: %d", service.udpPort());
    line(
        "  delivery: %s",
        switch (service.delivery()) {
          case PACKETS -> "packets";
          case STATE_MACHINE -> "state machine";
        });
    if (service.delivery() == Service.Delivery.PACKETS) {
      line("  agree: %d", service.agree());
    }
  }

  private void group(PaxosGroup group) {
    line("%npaxos:");
    line("  group: %d", group.id());
    line("  members: [%s]", String.join(", ", group.members()));
    if (!group.roles().learners().isEmpty()) {
      line("  learners: [%s]", String.join(", ", group.roles().learners()));
    }
    if (!group.roles().standby().isEmpty()) {
      line("  standby: [%s]", String.join(", ", group.roles().standby()));
    }
    line("  leader: %s", group.leader());
    line("  tick: %s", Units.time(group.tickNs()));
    line("  heartbeat: %d ticks", group.heartbeatTicks());
    line("  election: %d..%d ticks", group.electionTicksMin(), group.electionTicksMax());
    line("  retransmit: %d ticks", group.retransmitTicks());
    line("  window: %d slots", group.windowSlots());
    line("  phase1: %d members", group.quorums().phase1());
    line("  phase2: %d members", group.quorums().phase2());
    line("  sessions: %d sessions", group.limits().sessionsMax());
    line("  in-flight: %d slots", group.limits().inFlightSlots());
    line("  batch: %d values", group.limits().batchValues());
    line("  durability: %s", group.durability().name().toLowerCase(Locale.ROOT));
    if (group.durability() == Durability.DURABLE) {
      line(
          "  disk: {sync: %s, capacity: %d bytes}",
          latency(group.disk().sync()), group.disk().capacityBytes());
    }
    if (!group.backup().isEmpty()) {
      line("  backup: %s", group.backup());
    }
    int handBack = group.handBackTicks();
    line("  hand-back: %s", handBack == 0 ? PaxosReader.NEVER : handBack + " ticks");
    reads(group.reads());
  }

  private void reads(Reads reads) {
    ReadsReader.lines(reads).forEach(each -> line("  %s", each));
  }

  private void node(Switch node) {
    StringBuilder ports = new StringBuilder();
    for (Switch.Port port : node.ports()) {
      ports.append(ports.isEmpty() ? "" : ", ").append(port.number()).append(": ");
      ports.append(
          port.name().equals(port.peer())
              ? port.peer()
              : "{to: " + port.peer() + ", name: " + port.name() + "}");
    }
    line("  - {name: %s, ports: {%s}}", node.name(), ports);
  }

  private void host(Host host, boolean ofMany) {
    line(
        "  - {%s: %s, on: %s, ip: %s, mac: \"%s\"%s}",
        switch (host.role()) {
          case CLIENT -> "client";
          case SERVICE -> "service-host";
        },
        host.name(),
        host.attachedTo(),
        Ipv4Address.format(host.ipv4()),
        MacAddress.format(host.mac()),
        ofMany && host.role() == Host.Role.SERVICE ? ", group: " + host.group() : "");
  }

  private void link(Link link) {
    line("  - name: %s", link.name());
    line("    between: [%s, %s]", link.a(), link.b());
    line("    latency: %s", latency(link.latency()));
    line("    bandwidth: %s", Units.bandwidth(link.bitsPerSecond()));
    line("    queue: %d frames", link.queueFrames());
    line("    loss: %s", Units.probability(link.loss()));
    if (link.backup()) {
      line("    backup: yes");
    }
  }

  private static String latency(Latency latency) {
    return switch (latency) {
      case Latency.Constant(long delayNs) -> Units.time(delayNs);
      case Latency.Uniform(long minNs, long maxNs) -> Units.times(minNs, maxNs);
      case Latency.Normal(long meanNs, long deviationNs, long minNs) ->
          "{shape: normal, mean: %s, deviation: %s, min: %s}"
              .formatted(Units.time(meanNs), Units.time(deviationNs), Units.time(minNs));
      case Latency.Exponential(long minNs, long meanNs) ->
          "{shape: exponential, mean: %s, min: %s}"
              .formatted(Units.time(meanNs), Units.time(minNs));
    };
  }

  private void line(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format.replace("%n", "\n"), arguments)).append('\n');
  }
}
