package io.quorate.ovs.doctor;

import io.quorate.ovs.topology.Programs;
import io.quorate.ovs.topology.Shell;
import io.quorate.ovs.topology.StandingRun;
import io.quorate.ovs.topology.UpOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Examines this machine and what is live on it. Changes nothing; most of it needs root. */
public final class Doctor {

  private Doctor() {}

  /**
   * What to look at.
   *
   * @param root directory of live fabrics' run directories
   * @param programs where programs are looked for
   * @param switchDirectory where an Open vSwitch that is not ours, such as Mininet's, has its
   *     sockets
   */
  public record Subject(Path root, Programs programs, Path switchDirectory) {

    /** The usual root, this process's search path, and OVS_RUNDIR or where Debian has it. */
    public static Subject ofThisMachine() {
      String named = System.getenv("OVS_RUNDIR");
      return new Subject(
          UpOptions.defaultRoot(),
          Programs.ofThisProcess(),
          Path.of(named == null || named.isEmpty() ? "/var/run/openvswitch" : named));
    }
  }

  /**
   * Examines everything.
   *
   * @return the worst first; notes say what is fine as it is
   */
  public static List<Finding> examine(Subject subject) {
    Shell shell = new Shell(subject.root(), subject.programs());
    List<Finding> findings = new ArrayList<>();
    new MachineCheck(subject.programs(), shell, findings).run();
    new MininetCheck(subject.programs(), shell, findings).run();
    if (subject.programs().find("ip").isPresent()
        && subject.programs().find("nsenter").isPresent()) {
      List<StandingRun> runs = StandingRun.all(subject.root());
      new RunCheck(runs, shell, findings).run();
      new InterfaceCheck(subject.programs(), shell, findings).run(runs);
      new SwitchCheck(subject.programs(), shell, findings).run(runs, subject.switchDirectory());
    }
    findings.sort(Comparator.comparing(Finding::severity));
    return findings;
  }
}
