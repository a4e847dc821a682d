package io.quorate.ovs.doctor;

import io.quorate.ovs.topology.Programs;
import io.quorate.ovs.topology.Shell;
import io.quorate.ovs.topology.StandingRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The veth pairs of live fabrics and of a running Mininet: a checksum that is left to a card that
 * is not there, and ends that do not agree how long a frame may be.
 */
final class InterfaceCheck {

  private static final Pattern VETH =
      Pattern.compile("^([0-9]+): ([^@:]+)@([^:]+): .*\\bmtu ([0-9]+)\\b.*");
  private static final Pattern MININET = Pattern.compile("mininet:([A-Za-z0-9_.-]+)");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private final Programs programs;
  private final Shell shell;
  private final List<Finding> findings;

  InterfaceCheck(Programs programs, Shell shell, List<Finding> findings) {
    this.programs = programs;
    this.shell = shell;
    this.findings = findings;
  }

  /** One end of a pair; the peer is a name in the same namespace, or a number in another one. */
  private record End(
      String place, Path namespace, int number, String name, String peer, int mtuBytes) {

    boolean isPeerOf(End other) {
      return leadsTo(other) && other.leadsTo(this);
    }

    private boolean leadsTo(End other) {
      return namespace.equals(other.namespace)
          ? peer.equals(other.name)
          : peer.equals("if" + other.number);
    }
  }

  void run(List<StandingRun> runs) {
    List<End> ends = new ArrayList<>();
    for (StandingRun run : runs) {
      for (String each : run.namespaces()) {
        Path file = StandingRun.namespaceFile(each);
        if (Files.exists(file)) {
          ends.addAll(ends(each, file));
        }
      }
    }
    List<End> foreign = new ArrayList<>();
    mininet().forEach((place, file) -> foreign.addAll(ends(place, file)));
    List<End> talking = new ArrayList<>(ends);
    foreign.stream().filter(this::hasAddress).forEach(talking::add);
    ends.addAll(foreign);
    if (programs.find("ethtool").isPresent()) {
      Map<Path, List<End>> byNamespace = new LinkedHashMap<>();
      talking.forEach(
          each -> byNamespace.computeIfAbsent(each.namespace(), _ -> new ArrayList<>()).add(each));
      byNamespace.forEach(this::offloads);
    }
    lengths(ends);
  }

  private List<End> ends(String place, Path namespace) {
    return in(namespace, "ip", "-o", "link", "show", "type", "veth")
        .output()
        .lines()
        .map(VETH::matcher)
        .filter(Matcher::matches)
        .map(
            m ->
                new End(
                    place,
                    namespace,
                    Integer.parseInt(m.group(1)),
                    m.group(2),
                    m.group(3),
                    Integer.parseInt(m.group(4))))
        .toList();
  }

  /** Of Mininet's interfaces only those that send packets of their own matter: the hosts'. */
  private boolean hasAddress(End end) {
    return in(end.namespace(), "ip", "-o", "-4", "addr", "show", "dev", end.name())
        .output()
        .contains(" inet ");
  }

  private void offloads(Path namespace, List<End> ends) {
    StringBuilder script = new StringBuilder();
    for (End each : ends) {
      script.append("ethtool -k ").append(each.name()).append(" | grep -q 'tx-checksumming: on'");
      script.append(" && echo ").append(each.name()).append('\n');
    }
    script.append("true\n");
    List<String> on =
        shell
            .attempt(script.toString(), "nsenter", "--net=" + namespace, "--", "sh", "-s")
            .output()
            .lines()
            .toList();
    for (End each : ends) {
      if (on.contains(each.name())) {
        findings.add(
            Finding.error(
                "checksum-offload",
                each.place() + " " + each.name(),
                "checksums are left to a network card that is not there: ping works, UDP and TCP"
                    + " do not",
                "nsenter --net=" + namespace + " ethtool -K " + each.name() + " tx off"));
      }
    }
  }

  private void lengths(List<End> ends) {
    for (int i = 0; i < ends.size(); i++) {
      End one = ends.get(i);
      List<End> peers = ends.stream().filter(one::isPeerOf).toList();
      if (peers.size() == 1
          && ends.indexOf(peers.getFirst()) > i
          && peers.getFirst().mtuBytes() != one.mtuBytes()) {
        End other = peers.getFirst();
        int larger = Math.max(one.mtuBytes(), other.mtuBytes());
        End smaller = one.mtuBytes() < other.mtuBytes() ? one : other;
        findings.add(
            Finding.error(
                "mtu-unequal",
                one.place() + " " + one.name(),
                "its MTU is %d, and %d at the other end, %s %s: longer frames are lost"
                    .formatted(one.mtuBytes(), other.mtuBytes(), other.place(), other.name()),
                "nsenter --net=%s ip link set %s mtu %d"
                    .formatted(smaller.namespace(), smaller.name(), larger)));
      }
    }
  }

  /** Network namespaces of a running Mininet's hosts and of its switches. */
  private Map<String, Path> mininet() {
    Map<String, Path> found = new LinkedHashMap<>();
    try (var processes = Files.newDirectoryStream(Path.of("/proc"))) {
      for (Path each : processes) {
        if (DIGITS.matcher(each.getFileName().toString()).matches()) {
          Matcher name = MININET.matcher(commandLine(each));
          if (name.find()) {
            found.put("mininet:" + name.group(1), each.resolve("ns/net"));
          }
        }
      }
    } catch (IOException e) {
      return found;
    }
    return found;
  }

  private static String commandLine(Path process) {
    try {
      return new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // It has ended meanwhile.
    }
  }

  private Shell.Outcome in(Path namespace, String... command) {
    List<String> whole = new ArrayList<>(List.of("nsenter", "--net=" + namespace, "--"));
    whole.addAll(List.of(command));
    return shell.attempt("", whole.toArray(String[]::new));
  }
}
