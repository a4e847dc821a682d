package io.quorate.ovs.doctor;

import io.quorate.ovs.topology.Programs;
import io.quorate.ovs.topology.Shell;
import io.quorate.ovs.topology.StandingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Running switches: flows that nothing reaches, and sockets with small buffers. */
final class SwitchCheck {

  private static final int BUFFER_BYTES_LEAST = 1 << 20;
  private static final String MANAGEMENT = ".mgmt";
  private static final Pattern BUFFER =
      Pattern.compile("\\*:(\\S+) .*ovs-vswitchd.*[,(]rb([0-9]+)");

  private final Programs programs;
  private final Shell shell;
  private final List<Finding> findings;

  SwitchCheck(Programs programs, Shell shell, List<Finding> findings) {
    this.programs = programs;
    this.shell = shell;
    this.findings = findings;
  }

  void run(List<StandingRun> runs, Path otherSwitch) {
    for (StandingRun each : runs) {
      flows(each.directory().resolve("ovs"));
      if (each.ready() && programs.find("ss").isPresent()) {
        buffers(each);
      }
    }
    flows(otherSwitch);
  }

  private void flows(Path directory) {
    if (!Files.isDirectory(directory) || programs.find("ovs-ofctl").isEmpty()) {
      return;
    }
    try (Stream<Path> sockets = Files.list(directory)) {
      sockets
          .filter(each -> each.getFileName().toString().endsWith(MANAGEMENT))
          .sorted()
          .forEach(this::shadows);
    } catch (IOException e) {
      findings.add(
          Finding.warning(
              "switch-sockets", directory.toString(), "it cannot be read", "run as root"));
    }
  }

  private void shadows(Path socket) {
    String file = socket.getFileName().toString();
    String bridge = file.substring(0, file.length() - MANAGEMENT.length());
    Shell.Outcome dump =
        shell.attempt(
            "",
            "ovs-ofctl",
            "-O",
            "OpenFlow10,OpenFlow13,OpenFlow14,OpenFlow15",
            "--no-stats",
            "--no-names",
            "dump-flows",
            "unix:" + socket);
    if (dump.exit() != 0) {
      return; // A socket of a switch that has gone; RunCheck tells of those that should be there.
    }
    for (ShadowedFlows.Shadow each : ShadowedFlows.of(dump.output().lines().toList())) {
      boolean byDefault = each.by().priority() == ShadowedFlows.DEFAULT_PRIORITY;
      findings.add(
          Finding.warning(
              "shadowed-flow",
              "switch " + bridge,
              "no frame reaches \"%s\": \"%s\" takes them all"
                  .formatted(each.hidden().text(), each.by().text()),
              byDefault
                  ? "give that one a priority below %d; without one it has 32768"
                      .formatted(each.hidden().priority())
                  : "delete one of them, or change their priorities"));
    }
  }

  private void buffers(StandingRun run) {
    for (String namespace : run.namespaces()) {
      if (!namespace.endsWith("-sw")) {
        continue;
      }
      Shell.Outcome sockets =
          shell.attempt(
              "",
              "nsenter",
              "--net=" + StandingRun.namespaceFile(namespace),
              "--",
              "ss",
              "-0",
              "-nlmp");
      long small = 0;
      for (String line : sockets.output().lines().toList()) {
        Matcher matcher = BUFFER.matcher(line);
        if (matcher.find() && Long.parseLong(matcher.group(2)) < BUFFER_BYTES_LEAST) {
          small++;
        }
      }
      if (small > 0) {
        findings.add(
            Finding.warning(
                "socket-buffers",
                run.directory().toString(),
                small + " ports of its switches hold bursts of some 250 small frames, no more",
                "build it anew where net.core.rmem_default may be raised"));
      }
    }
  }
}
