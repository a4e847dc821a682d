package io.quorate.ovs.topology;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.Switch;
import io.quorate.fabric.file.TextFile;
import io.quorate.ovs.topology.AttachedState.HostEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A fabric on switches that somebody else runs, and goes on using: Mininet's. To each named bridge
 * a veth port is added, behind which a process of ours sits; of the hosts that take part, checksums
 * are no longer left to a card that is not there. Everything else stays as it is, and {@link
 * #down(Path)} takes all of it away again, whoever was killed meanwhile.
 *
 * <p>Needs root. Any thread may call.
 */
public final class AttachedFabric implements LiveSite {

  private static final Path OWN_NAMESPACE = Path.of("/proc/self/ns/net");

  private final Path directory;
  private final Fabric fabric;
  private final Shell shell;
  private final OvsPrograms ovs;
  private final GuestPorts ports;
  private final GuestTables tables;
  private final Launcher launcher;
  private final boolean amongSwitches;
  private AttachedState state;
  private boolean over;

  private AttachedFabric(
      Path directory, Fabric fabric, AttachedState state, boolean amongSwitches) {
    this.amongSwitches = amongSwitches;
    this.directory = directory;
    this.fabric = fabric;
    this.state = state;
    this.shell = new Shell(directory);
    this.ovs = new OvsPrograms(shell, state.ovsDirectory());
    this.ports = new GuestPorts(fabric, shell, ovs);
    this.tables = new GuestTables(ovs, fabric.switches().size());
    this.launcher = new Launcher(shell, directory);
  }

  /**
   * Finds the named switches and their hosts, and adds the ports.
   *
   * @throws TopologyException when something is missing or in the way, with nothing left behind
   */
  public static AttachedFabric up(AttachOptions options) {
    Path directory = options.runDirectory().toAbsolutePath().normalize();
    try (FileLocks.Held held = FileLocks.ofRun(directory, "attaches or detaches")) {
      assert held.lock().isValid();
      if (AttachedState.exists(directory)) {
        throw new TopologyException(
            "attached already, or something is left of it; quorate attach --clean takes it away");
      }
      Shell shell = new Shell(directory);
      OvsPrograms ovs = new OvsPrograms(shell, options.ovsDirectory());
      List<String> switches = new ArrayList<>(options.switches());
      switches.addAll(options.ingress());
      Mininet found = new Mininet(ovs, shell, switches);
      AttachedText text = new AttachedText(found, options);
      String name = String.valueOf(directory.getFileName());
      Fabric fabric = FabricFile.parseFound(new TextFile("what was found", text.text(name)));
      AttachedFabric attached =
          new AttachedFabric(directory, fabric, planned(options, text, shell), false);
      attached.refuseWhatIsInTheWay(found);
      try {
        attached.build();
      } catch (TopologyException e) {
        attached.takeAway();
        throw e;
      }
      return attached;
    }
  }

  private static AttachedState planned(AttachOptions options, AttachedText text, Shell shell) {
    List<HostEnd> ends = new ArrayList<>();
    for (Mininet.FoundHost host : text.hosts()) {
      HostEnd end = new HostEnd(host.process(), host.end().name(), false);
      ends.add(new HostEnd(end.process(), end.device(), isOffloaded(shell, end)));
    }
    long self = ProcessHandle.current().pid();
    Path ovsDirectory = options.ovsDirectory().toAbsolutePath().normalize();
    return new AttachedState(
        RunningProcess.of("attach", self), ovsDirectory, ends, List.of(), false);
  }

  private void refuseWhatIsInTheWay(Mininet found) {
    for (Switch each : fabric.switches()) {
      ports.refuseTaken(found, each.name());
      tables.refuseTaken(each.name());
    }
  }

  // ---------------------------------------------------------------- coming and going

  private void build() {
    try {
      Files.createDirectories(directory.resolve(LiveFabric.LOGS));
      Files.writeString(directory.resolve(LiveFabric.DESCRIPTION), FabricFile.write(fabric));
    } catch (IOException e) {
      throw new TopologyException("cannot write into " + directory + ": " + e.getMessage(), e);
    }
    state.write(directory);
    for (Switch each : fabric.switches()) {
      ports.add(each.name());
    }
    for (HostEnd each : state.hosts()) {
      if (each.offload()) {
        setOffload(each, "off");
      }
    }
    state = state.readyNow();
    state.write(directory);
  }

  /**
   * Takes everything away that an {@link #up} has made; does nothing if there is nothing.
   *
   * @return true if there was anything
   * @throws TopologyException if the process that attached still runs, and is not this one
   */
  public static boolean down(Path runDirectory) {
    Path directory = runDirectory.toAbsolutePath().normalize();
    if (!AttachedState.exists(directory)) {
      return false;
    }
    AttachedState state = AttachedState.read(directory);
    boolean own = state.owner().pid() == ProcessHandle.current().pid();
    if (!own && state.owner().isAlive()) {
      throw new TopologyException(
          "quorate attach still runs, as process %d; end that".formatted(state.owner().pid()));
    }
    try (FileLocks.Held held = FileLocks.ofRun(directory, "attaches or detaches")) {
      Path description = directory.resolve(LiveFabric.DESCRIPTION);
      new AttachedFabric(directory, read(description), state, false).takeAway();
      held.remove();
    }
    return true;
  }

  /** Takes this away; nothing can be started any more. */
  public synchronized void down() {
    if (!over) {
      over = true;
      down(directory);
    }
  }

  /** Processes first, so that nobody puts back what is taken away. */
  private void takeAway() {
    endProcesses();
    if (ovs.answers()) {
      List<String> there = ovs.vsctl("list-br").lines().toList();
      fabric.switches().stream()
          .map(Switch::name)
          .filter(there::contains)
          .forEach(this::leaveSwitch);
    }
    ports.removeVeths(portsNamespace());
    state.hosts().stream()
        .filter(each -> each.offload() && each.process().isAlive())
        .forEach(each -> setOffload(each, "on"));
    Demolition.removeFiles(directory, AttachedState.FILE);
    removeRoot();
  }

  private void removeRoot() {
    Path root = directory.getParent();
    if (root != null && root.toString().endsWith("-attached")) {
      // Others may be attached still.
      var _ = root.toFile().delete();
    }
  }

  private void leaveSwitch(String name) {
    if (Files.exists(ovs.socket(name))) {
      tables.clear(name);
    }
    ports.remove(name);
  }

  private Path portsNamespace() {
    try {
      return ovs.namespace();
    } catch (TopologyException gone) {
      return OWN_NAMESPACE; // where Mininet's switches usually are
    }
  }

  private void endProcesses() {
    List<RunningProcess> alive = processes();
    for (RunningProcess each : alive) {
      ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroy);
    }
    for (RunningProcess each : alive) {
      SwitchDaemons.end(each, true);
    }
    RunningProcess.allOf(directory, Set.of()).forEach(each -> SwitchDaemons.end(each, false));
  }

  // ---------------------------------------------------------------- checksums

  private static boolean isOffloaded(Shell shell, HostEnd host) {
    return shell
        .run("nsenter", "--net=" + host.namespace(), "--", "ethtool", "-k", host.device())
        .lines()
        .anyMatch(each -> each.startsWith("tx-checksumming: on"));
  }

  private void setOffload(HostEnd host, String to) {
    shell.run(
        "nsenter", "--net=" + host.namespace(), "--", "ethtool", "-K", host.device(), "tx", to);
  }

  // ---------------------------------------------------------------- what is there

  /** True if the directory is of an attached fabric. */
  public static boolean isAt(Path runDirectory) {
    return AttachedState.exists(runDirectory);
  }

  /**
   * What another process attached, for one that this has started beside the switches: it may have
   * been left no right to look into the switches' own process.
   *
   * @throws TopologyException when there is nothing, or it was never finished
   */
  public static AttachedFabric open(Path runDirectory) {
    Path directory = runDirectory.toAbsolutePath().normalize();
    AttachedState state = AttachedState.read(directory);
    if (!state.ready()) {
      throw new TopologyException(
          directory + " was never finished; quorate attach --clean takes it away");
    }
    return new AttachedFabric(
        directory, read(directory.resolve(LiveFabric.DESCRIPTION)), state, true);
  }

  private static Fabric read(Path description) {
    return FabricFile.parseFound(TextFile.read(description));
  }

  @Override
  public Fabric fabric() {
    return fabric;
  }

  @Override
  public Path runDirectory() {
    return directory;
  }

  @Override
  public Path openFlowSocket(String switchName) {
    return ovs.socket(switchName);
  }

  /** Hosts whose checksums are made by themselves for as long as this is attached. */
  public List<String> mendedHosts() {
    return state.hosts().stream()
        .filter(HostEnd::offload)
        .map(each -> each.process().name())
        .toList();
  }

  /** True while every switch is there. */
  public boolean isPresent() {
    return fabric.switches().stream().allMatch(each -> Files.exists(ovs.socket(each.name())));
  }

  @Override
  public String processInterface(String switchName) {
    return ports.processEnd(switchName);
  }

  @Override
  public Path switchNamespace() {
    return amongSwitches ? OWN_NAMESPACE : ovs.namespace();
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public Process startBesideSwitches(String name, List<String> command) {
    return start(name, ovs.namespace(), command);
  }

  @Override
  public Process startOn(String host, String name, List<String> command) {
    Path namespace =
        state.hosts().stream()
            .filter(each -> each.process().name().equals(host))
            .map(HostEnd::namespace)
            .findFirst()
            .orElseThrow(() -> new TopologyException("no host " + host + " takes part"));
    return start(name, namespace, command);
  }

  private synchronized Process start(String name, Path namespace, List<String> command) {
    if (over) {
      throw new TopologyException("detached");
    }
    Process process = launcher.start(name, namespace, command);
    state = state.with(RunningProcess.of(name, process.pid()));
    state.write(directory);
    return process;
  }

  @Override
  public synchronized List<RunningProcess> processes() {
    return state.processes().stream().filter(RunningProcess::isAlive).toList();
  }

  /** What a process that has ended complained of; empty if none has, or it said nothing. */
  public String lastWords() {
    for (RunningProcess each : startedProcesses()) {
      String first = each.isAlive() ? "" : launcher.firstWords(each.name());
      if (!first.isEmpty()) {
        return each.name() + " said \"" + first + "\"";
      }
    }
    return "";
  }

  private synchronized List<RunningProcess> startedProcesses() {
    return state.processes();
  }
}
