package io.quorate.cli;

import io.quorate.ovs.doctor.Doctor;
import io.quorate.ovs.doctor.Finding;
import io.quorate.ovs.json.JsonText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate doctor}: what is wrong with this machine, and how to mend it. */
@Command(
    name = "doctor",
    header = "Says what this machine lacks for live fabrics, or has wrong, and how to mend it.",
    description = {
      "Looks at Open vSwitch, capabilities, offloads, MTUs, socket buffers, Mininet's Python,"
          + " shadowed flows and what killed runs have left (docs/doctor.md). Changes nothing."
    },
    footer = {"  sudo ./quorate doctor", "  sudo ./quorate doctor --json"})
final class DoctorVerb implements Callable<Integer> {

  private final Console console;

  @Option(names = "--json", description = "Print the findings as a JSON array.")
  private boolean json;

  DoctorVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Finding> findings = Doctor.examine(Doctor.Subject.ofThisMachine());
    if (json) {
      console.out().print(JsonText.write(findings.stream().map(Finding::document).toList()) + "\n");
    } else {
      findings.forEach(each -> console.out().print(each + "\n"));
      if (findings.isEmpty()) {
        console.out().print("doctor: nothing is missing\n");
      }
    }
    boolean ill = findings.stream().anyMatch(each -> each.severity() == Finding.Severity.ERROR);
    return ill ? ExitCode.VIOLATION : ExitCode.FINE;
  }
}
