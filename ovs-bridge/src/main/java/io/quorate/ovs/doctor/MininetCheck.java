package io.quorate.ovs.doctor;

import io.quorate.ovs.topology.Programs;
import io.quorate.ovs.topology.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Debian's Mininet is importable under Debian's Python alone. */
final class MininetCheck {

  private static final String DEBIAN_PYTHON = "/usr/bin/python3";

  private final Programs programs;
  private final Shell shell;
  private final List<Finding> findings;

  MininetCheck(Programs programs, Shell shell, List<Finding> findings) {
    this.programs = programs;
    this.shell = shell;
    this.findings = findings;
  }

  void run() {
    if (programs.find("mn").isEmpty()) {
      findings.add(
          Finding.note(
              "mininet", "mn", "Mininet is not installed; only attach --mininet needs it"));
      return;
    }
    Optional<Path> first = programs.find("python3");
    if (first.isEmpty()) {
      findings.add(
          Finding.warning(
              "mininet-python",
              "python3",
              "there is none, and Mininet needs it",
              "apt-get install mininet"));
    } else if (!imports(first.get().toString())) {
      boolean debian = imports(DEBIAN_PYTHON);
      findings.add(
          Finding.warning(
              "mininet-python",
              first.get().toString(),
              "this python3, the first in PATH, cannot import mininet",
              debian
                  ? "put /usr/bin first: PATH=/usr/bin:$PATH mn …, and python3 scripts likewise"
                  : "apt-get install mininet"));
    }
  }

  private boolean imports(String python) {
    return shell.attempt("", python, "-c", "import mininet").exit() == 0;
  }
}
