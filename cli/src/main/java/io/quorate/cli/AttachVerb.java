package io.quorate.cli;

import io.quorate.fabric.Host;
import io.quorate.fabric.Service;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.ovs.live.Attachment;
import io.quorate.ovs.live.SwitchProcess;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.topology.AttachOptions;
import io.quorate.ovs.topology.UpOptions;
import io.quorate.paxos.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate attach}: replicas beside switches that somebody else runs. */
@Command(
    name = "attach",
    header = "Orders packets beside a running Mininet, and leaves nothing behind.",
    description = {
      "Adds a port and flows to each named switch, and runs a replica behind it. What is not for the"
          + " service goes its way as before. Ctrl-C takes everything away (docs/attach.md)."
    },
    footer = {
      "  sudo ./quorate attach --mininet --switches s1,s2,s3 --leader s1",
      "  sudo ./quorate attach --mininet --switches s1,s2,s3 --hosts h2,h3 --durable",
      "  sudo ./quorate attach --clean"
    })
final class AttachVerb implements Callable<Integer> {

  private static final long SPARSE_NS = TimeUnit.SECONDS.toNanos(10);
  private static final int PORT_MAX = 65_535;

  private final Console console;

  @Option(names = "--mininet", description = "Beside the Mininet that runs on this machine.")
  private boolean mininet;

  @Option(
      names = "--switches",
      split = ",",
      paramLabel = "S",
      description = "Switches that run a replica, with commas between.")
  private List<String> switches = List.of();

  @Option(
      names = "--leader",
      paramLabel = "S",
      description = "The one of them that leads at first. Default: the first.")
  private String leader = "";

  @Option(
      names = "--ingress",
      split = ",",
      paramLabel = "S",
      description = "Further switches, without a replica, at which clients come in.")
  private List<String> ingress = List.of();

  @Option(
      names = "--clients",
      split = ",",
      paramLabel = "H",
      description =
          "Hosts that may ask the service. Default: those of the --ingress switches, or else the"
              + " first host.")
  private List<String> clients = List.of();

  @Option(
      names = "--hosts",
      split = ",",
      paramLabel = "H",
      description = "Hosts that run the service. Default: all others on --switches.")
  private List<String> hosts = List.of();

  @Option(
      names = "--service",
      paramLabel = "IP:PORT",
      description = "Where clients reach it; a free address. Default: 10.0.0.100:7000.")
  private String service = "10.0.0.100:7000";

  @Option(
      names = "--durable",
      description = "Replicas store what they say while attached. Default: they keep nothing.")
  private boolean durable;

  @Option(
      names = "--own-servers",
      description =
          "Hosts run UDP servers of yours. Default: a key-value server is started on each.")
  private boolean ownServers;

  @Option(
      names = "--ovs-rundir",
      paramLabel = "DIR",
      description = "Where Open vSwitch runs. Default: $OVS_RUNDIR, or /var/run/openvswitch.")
  private @Nullable Path ovsDirectory;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What this is called, if there are several. Default: mininet.")
  private String name = "mininet";

  @Option(names = "--clean", description = "Take away what a killed one has left, and do no more.")
  private boolean clean;

  AttachVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (clean) {
      boolean any = LiveVerb.told(() -> Attachment.clean(directory()));
      console.out().print("attach: %s%n".formatted(any ? name + " is gone" : "nothing was left"));
      return ExitCode.FINE;
    }
    AttachOptions options = options();
    return LiveVerb.told(() -> attach(options));
  }

  private Path directory() {
    if (!name.matches("[A-Za-z][A-Za-z0-9_.-]{0,30}")) {
      throw BadFile.whole("--name " + name, "is no name", "use letters, digits, _ . and -");
    }
    Path root = UpOptions.defaultRoot().toAbsolutePath();
    return root.resolveSibling(root.getFileName() + "-attached").resolve(name);
  }

  private AttachOptions options() {
    if (!mininet || switches.isEmpty()) {
      throw BadFile.whole(
          "attach",
          "to what is not said",
          "write quorate attach --mininet --switches s1,s2,s3, or --clean");
    }
    int colon = service.lastIndexOf(':');
    String port = service.substring(colon + 1);
    if (colon < 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > PORT_MAX) {
      throw BadFile.whole("--service " + service, "is no address", "write 10.0.0.100:7000");
    }
    return new AttachOptions(
        directory(),
        ovsDirectory == null ? AttachOptions.defaultOvsDirectory() : ovsDirectory,
        switches,
        ingress,
        leader,
        clients,
        hosts,
        service.substring(0, colon),
        Integer.parseInt(port),
        durable ? Durability.DURABLE : Durability.VOLATILE);
  }

  private Integer attach(AttachOptions options) {
    Attachment[] begun = new Attachment[1];
    SwitchProcess.Options processes = new SwitchProcess.Options(PortKind.FFM, 1, false);
    try (Interruption last = new Interruption(() -> leave(begun[0]))) {
      Attachment attachment =
          last.notDuring(
              () -> {
                begun[0] = Attachment.begin(options, processes);
                return begun[0];
              });
      try {
        attachment.start(!ownServers);
        console.out().print(announced(attachment));
        watch(attachment);
      } finally {
        last.notDuring(() -> leave(attachment));
      }
    }
    return ExitCode.FINE;
  }

  private static void leave(@Nullable Attachment attachment) {
    if (attachment != null) {
      attachment.close();
    }
  }

  private void watch(Attachment attachment) {
    try (StatusLine line = new StatusLine(console, SPARSE_NS)) {
      while (attachment.isPresent()) {
        TimeUnit.SECONDS.sleep(1);
        for (String each : attachment.revive()) {
          console.complain("the process of " + each + " had died and is started again");
        }
        if (line.isDue()) {
          line.show(attachment.status());
        }
      }
      console.complain("the switches are gone");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String announced(Attachment attachment) {
    Service service = attachment.fabric().service();
    StringBuilder text = new StringBuilder();
    text.append(
        "attached: clients %s; udp %s:%d is run by %s%n"
            .formatted(
                hosts(attachment, Host.Role.CLIENT),
                Ipv4Address.format(service.ipv4()),
                service.udpPort(),
                hosts(attachment, Host.Role.SERVICE)));
    if (!attachment.mendedHosts().isEmpty()) {
      text.append(
          "checksums are made by the hosts themselves for now (ethtool tx off): %s%n"
              .formatted(String.join(", ", attachment.mendedHosts())));
    }
    return text.append("Ctrl-C takes everything away%n".formatted()).toString();
  }

  private static String hosts(Attachment attachment, Host.Role role) {
    return attachment.fabric().hosts().stream()
        .filter(each -> each.role() == role)
        .map(Host::name)
        .collect(Collectors.joining(", "));
  }
}
