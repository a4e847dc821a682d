package io.quorate.ovs.doctor;

import io.quorate.ovs.topology.Programs;
import io.quorate.ovs.topology.Shell;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the machine must have, whatever is live on it. */
final class MachineCheck {

  private static final List<String> NEEDED =
      List.of(
          "ip",
          "nsenter",
          "ethtool",
          "ovsdb-tool",
          "ovsdb-server",
          "ovs-vswitchd",
          "ovs-vsctl",
          "ovs-ofctl");
  private static final Path TUN = Path.of("/dev/net/tun");

  /** Only the machine's own network namespace has this setting. */
  private static final Path OWN_NAMESPACE_ONLY = Path.of("/proc/sys/net/core/netdev_max_backlog");

  private final Programs programs;
  private final Shell shell;
  private final List<Finding> findings;

  MachineCheck(Programs programs, Shell shell, List<Finding> findings) {
    this.programs = programs;
    this.shell = shell;
    this.findings = findings;
  }

  void run() {
    programs();
    tun();
    capabilities();
    nativeAccess();
    ownNamespace();
    kernelDatapath();
    netem();
  }

  private void programs() {
    for (String each : NEEDED) {
      if (programs.find(each).isEmpty()) {
        findings.add(
            Finding.error(
                "program-missing",
                each,
                "this program is not in " + programs.path(),
                "apt-get install " + Programs.packageOf(each)));
      }
    }
  }

  private void tun() {
    if (!Files.exists(TUN)) {
      findings.add(
          Finding.error(
              "tun-missing",
              TUN.toString(),
              "it is not there, and the userspace datapath needs it for each bridge",
              "modprobe tun; in a container, add the device (--device /dev/net/tun)"));
      return;
    }
    try {
      FileChannel.open(TUN, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
    } catch (IOException e) {
      findings.add(
          Finding.error(
              "tun-missing",
              TUN.toString(),
              "it cannot be opened (" + e.getMessage() + ")",
              "run as root; in a container, allow the device"));
    }
  }

  private void capabilities() {
    Map<Integer, String> needed =
        new TreeMap<>(Map.of(12, "CAP_NET_ADMIN", 13, "CAP_NET_RAW", 21, "CAP_SYS_ADMIN"));
    long effective = effective();
    List<String> lacking = new ArrayList<>();
    needed.forEach(
        (bit, name) -> {
          if ((effective >>> bit & 1) == 0) {
            lacking.add(name);
          }
        });
    if (!lacking.isEmpty()) {
      findings.add(
          Finding.error(
              "capabilities",
              "this process",
              "it lacks " + String.join(", ", lacking),
              "run as root (sudo), or give the container these capabilities"));
    }
  }

  private static long effective() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(each -> each.startsWith("CapEff:"))
          .mapToLong(each -> Long.parseUnsignedLong(each.substring(7).strip(), 16))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private void nativeAccess() {
    if (!Doctor.class.getModule().isNativeAccessEnabled()) {
      findings.add(
          Finding.warning(
              "native-access",
              "Java",
              "it was started without access to native functions, which raw ports use",
              "start with ./quorate, or java --enable-native-access=ALL-UNNAMED"));
    }
  }

  private void ownNamespace() {
    if (!Files.exists(OWN_NAMESPACE_ONLY)) {
      findings.add(
          Finding.warning(
              "socket-buffers",
              "net.core.rmem_default",
              "this is not the machine's own network namespace, so it cannot be raised and the"
                  + " switches' buffers hold some 250 small frames",
              "run outside of the namespace, or set it to 4194304 on the machine"));
    }
  }

  private void kernelDatapath() {
    if (!Files.exists(Path.of("/sys/module/openvswitch"))) {
      findings.add(
          Finding.note(
              "kernel-datapath",
              "openvswitch",
              "the kernel module is not loaded; live fabrics use the userspace datapath, and so"
                  + " must Mininet: mn --switch ovs,datapath=user"));
    }
  }

  /** Asked in a network namespace that is gone afterwards. */
  private void netem() {
    if (programs.find("tc").isEmpty() || programs.find("unshare").isEmpty()) {
      return;
    }
    Shell.Outcome tried =
        shell.attempt(
            "", "unshare", "-n", "tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay",
            "1ms");
    if (tried.exit() != 0 && tried.output().toLowerCase(Locale.ROOT).contains("unknown")) {
      findings.add(
          Finding.note(
              "netem",
              "tc",
              "the kernel has no netem; live fabrics have links of their own, but Mininet's TCLink"
                  + " runs on without its delay and loss"));
    }
  }
}
