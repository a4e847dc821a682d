package io.quorate.ovs.doctor;

import io.quorate.ovs.topology.RunningProcess;
import io.quorate.ovs.topology.Shell;
import io.quorate.ovs.topology.StandingRun;
import java.nio.file.Path;
import java.util.List;

/** What killed runs have left, and live fabrics that lack a process. */
final class RunCheck {

  private final List<StandingRun> runs;
  private final Shell shell;
  private final List<Finding> findings;

  RunCheck(List<StandingRun> runs, Shell shell, List<Finding> findings) {
    this.runs = runs;
    this.shell = shell;
    this.findings = findings;
  }

  void run() {
    for (StandingRun each : runs) {
      if (!each.busy()) {
        examine(each);
      }
    }
    for (StandingRun.Orphan each : StandingRun.orphans(shell)) {
      boolean known = !each.owner().isEmpty();
      if (known && isBusy(each.owner())) {
        continue;
      }
      findings.add(
          Finding.warning(
              "leftover",
              "network namespace " + each.namespace(),
              known ? "it was left by " + each.owner() : "nobody is known to use it",
              known ? down(Path.of(each.owner())) : "ip netns del " + each.namespace()));
    }
  }

  private boolean isBusy(String owner) {
    return runs.stream().anyMatch(each -> each.busy() && each.directory().toString().equals(owner));
  }

  private void examine(StandingRun run) {
    String where = run.directory().toString();
    if (!run.ready()) {
      findings.add(
          Finding.warning(
              "leftover",
              where,
              "whoever built this fabric was killed before it was finished",
              down(run.directory())));
      return;
    }
    for (RunningProcess each : run.ended()) {
      findings.add(
          Finding.error(
              "process-ended",
              where,
              "its " + each.name() + " (process " + each.pid() + ") has ended",
              "see its log in " + run.directory().resolve("logs") + "; " + down(run.directory())));
    }
  }

  private static String down(Path directory) {
    Path root = directory.getParent();
    String variable =
        root == null || root.equals(Path.of("/run/quorate")) ? "" : "QUORATE_RUN=" + root + " ";
    return variable + "quorate live down " + directory.getFileName();
  }
}
