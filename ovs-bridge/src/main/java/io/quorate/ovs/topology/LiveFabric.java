package io.quorate.ovs.topology;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.ovs.link.LinkControl;
import io.quorate.ovs.link.LinkProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A described fabric on this machine: each switch a bridge of a private Open vSwitch with the
 * userspace datapath, each host a network namespace, each link veth pairs. No flows are installed
 * and no programs run yet; bridges are in secure mode and drop everything.
 *
 * <p>Everything is in network namespaces of its own and in one run directory. The directory's state
 * file is written before anything is made, so {@link #down(Path)} finds all of it whenever this
 * process was killed. Needs root. Instances are for use by one thread at a time; that only one
 * process builds or takes away at a time is seen to.
 */
public final class LiveFabric implements LiveSite {

  /** Directory of the switch's database, sockets and process files, in the run directory. */
  public static final String OVS = "ovs";

  /** What the command of a process begins with that others wait for. */
  public static final List<String> URGENT = Shell.URGENT;

  /** Directory of logs, in the run directory. */
  public static final String LOGS = "logs";

  /** The description, in the run directory; it reads back equal to what was built. */
  public static final String DESCRIPTION = "fabric.yaml";

  /** Name of the process of all links, if they are emulated. */
  public static final String LINKS = "links";

  /** Longest path of a unix socket, and what the longest of ours adds to the run directory. */
  private static final int SOCKET_PATH_BYTES_MAX = 107;

  private static final String BUILDS = "builds or takes away";
  private static final int SOCKET_NAME_BYTES_MAX = "/ovs/ovs-vswitchd.4194304.ctl".length();

  private final Fabric fabric;
  private final Path directory;
  private final LiveNames names;
  private final Shell shell;
  private final SwitchDaemons daemons;
  private final Bridges bridges;
  private final Wiring wiring;
  private final RunFiles files;
  private final Launcher launcher;
  private final List<String> warnings = new ArrayList<>();
  private RunState state;

  private LiveFabric(Fabric fabric, Path directory, RunState state) {
    this.fabric = fabric;
    this.directory = directory;
    this.state = state;
    this.names = new LiveNames(fabric, directory);
    this.shell = new Shell(directory);
    this.launcher = new Launcher(shell, directory);
    this.files = new RunFiles(directory);
    this.daemons = new SwitchDaemons(shell, directory, names.switchNamespace());
    this.bridges = new Bridges(fabric, names, state.portType(), daemons);
    this.wiring = new Wiring(fabric, names, state.links(), shell);
  }

  /**
   * Builds a fabric.
   *
   * @param fabric the description
   * @param fabricFile where it was read, kept for the reader; what was built is kept anyway
   * @throws TopologyException when it cannot be built, with what has been made gone again; or when
   *     there is one of this name already
   */
  public static LiveFabric up(Fabric fabric, Path fabricFile, UpOptions options) {
    return up(fabric, fabricFile, options, _ -> {});
  }

  /** As above; each step's name is told before it is taken. */
  static LiveFabric up(
      Fabric fabric, Path fabricFile, UpOptions options, Consumer<String> beforeStep) {
    Path directory = options.runDirectory(fabric.name());
    if (directory.toString().length() > SOCKET_PATH_BYTES_MAX - SOCKET_NAME_BYTES_MAX) {
      throw new TopologyException(
          directory + " is too long a path for unix sockets; choose a shorter root");
    }
    try (FileLocks.Held held = FileLocks.ofRun(directory, BUILDS)) {
      assert held.lock().isValid();
      if (RunState.exists(directory)) {
        throw new TopologyException(
            "there is a live " + fabric.name() + " already; quorate live down takes it away");
      }
      LiveFabric live =
          new LiveFabric(fabric, directory, RunState.planned(fabric, directory, options));
      Namespaces.refuseTaken(live.shell, live.state.namespaces());
      try {
        live.build(fabricFile, options, beforeStep);
      } catch (TopologyException e) {
        String kept = live.files.complaint();
        new Demolition(directory).run();
        throw kept.isEmpty() ? e : new TopologyException(e.getMessage() + " (" + kept + ")", e);
      }
      return live;
    }
  }

  private void build(Path fabricFile, UpOptions options, Consumer<String> beforeStep) {
    beforeStep.accept("state");
    files.write(fabric, fabricFile);
    state.write(directory);
    beforeStep.accept("namespaces");
    Namespaces.create(shell, directory, state.namespaces());
    beforeStep.accept("wires");
    wiring.lay();
    beforeStep.accept("links");
    if (state.links() == LinkMode.EMULATED) {
      List<String> command = new ArrayList<>(URGENT);
      command.addAll(
          LinkProcess.command(
              directory.resolve(DESCRIPTION), files.linkSocket(), state.seed(), capture(options)));
      start(LINKS, names.linkNamespace(), command);
    }
    beforeStep.accept("database");
    note(daemons.startDatabase());
    beforeStep.accept("switch");
    startSwitch(beforeStep);
    if (state.links() == LinkMode.EMULATED) {
      files.awaitLinks(state.process(LINKS).orElseThrow(), launcher);
    }
    beforeStep.accept("ready");
    remember(state.readyNow());
  }

  private static @Nullable Path capture(UpOptions options) {
    Path file = options.capture();
    return file == null ? null : file.toAbsolutePath();
  }

  private void startSwitch(Consumer<String> beforeStep) {
    withBuffers(
        () -> {
          note(daemons.startSwitch());
          beforeStep.accept("bridges");
          bridges.create();
          bridges.verify(fabric.switches());
          giveSockets();
        });
  }

  /**
   * Asks the links for faults and figures; close it after use.
   *
   * @throws io.quorate.ovs.link.LinkException when links are not emulated, or their process is gone
   */
  public LinkControl linkControl() {
    return LinkControl.connect(files.linkSocket());
  }

  private void withBuffers(Runnable work) {
    String refused = SocketBuffers.raised(state.socketBufferBytes(), work);
    if (!refused.isEmpty()) {
      warnings.add(refused);
    }
  }

  private synchronized void remember(RunState next) {
    next.write(directory);
    state = next;
  }

  private synchronized void note(RunningProcess process) {
    remember(state.with(process));
  }

  /**
   * A fabric that was built before, perhaps by another process.
   *
   * @throws TopologyException when there is none, or it was never finished
   */
  public static LiveFabric open(Path runDirectory) {
    Path directory = runDirectory.toAbsolutePath().normalize();
    RunState state = RunState.read(directory);
    if (!state.ready()) {
      throw new TopologyException(
          directory + " was never finished; quorate live down takes it away");
    }
    return new LiveFabric(FabricFile.read(directory.resolve(DESCRIPTION)), directory, state);
  }

  /**
   * Takes a fabric away: its processes, namespaces with all their interfaces, and files. Finds what
   * a killed run left, also without its state file; does nothing if there is nothing. Programs that
   * a user started in the fabric's namespaces are ended, too.
   *
   * @return true if there was anything
   */
  public static boolean down(Path runDirectory) {
    Path directory = runDirectory.toAbsolutePath().normalize();
    try (FileLocks.Held held = FileLocks.ofRun(directory, BUILDS)) {
      boolean any = new Demolition(directory).run();
      held.remove();
      return any;
    }
  }

  /** Takes this fabric away. */
  public void down() {
    down(directory);
  }

  @Override
  public Fabric fabric() {
    return fabric;
  }

  @Override
  public Path runDirectory() {
    return directory;
  }

  /** What everything is called. */
  public LiveNames names() {
    return names;
  }

  public LinkMode links() {
    return state.links();
  }

  /** What could not be done as it should be, and does not stop the fabric; one line each. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Unix socket of the switch's database. */
  public Path databaseSocket() {
    return daemons.socket();
  }

  @Override
  public Path openFlowSocket(String switchName) {
    return directory.resolve(OVS).resolve(names.bridge(switchName) + ".mgmt");
  }

  /** A switch's OpenFlow datapath id. */
  public long datapathId(String switchName) {
    return bridges.datapathId(description(switchName));
  }

  /** MTU of a host's interface: so long may its packets be. */
  public int mtuBytes(Host host) {
    return wiring.mtuBytes(host);
  }

  /** Longest IPv4 packet that fits a message in one frame. */
  public int packetBytesMax() {
    return wiring.packetBytesMax();
  }

  /** Processes of this fabric that its state file names and that run now. */
  @Override
  public List<RunningProcess> processes() {
    return state.processes().stream().filter(RunningProcess::isAlive).toList();
  }

  /**
   * Starts a process of this fabric in one of its namespaces; {@link #down()} ends it. Its output
   * goes to a log called like it.
   *
   * @param name what it is, unique among this fabric's processes
   */
  public Process start(String name, String namespace, List<String> command) {
    Process process = launcher.start(name, Namespaces.path(namespace), command);
    note(RunningProcess.of(name, process.pid()));
    return process;
  }

  @Override
  public Process startBesideSwitches(String name, List<String> command) {
    return start(name, names.switchNamespace(), command);
  }

  @Override
  public Process startOn(String host, String name, List<String> command) {
    return start(name, names.hostNamespace(host), command);
  }

  @Override
  public String processInterface(String switchName) {
    return names.processInterface(switchName);
  }

  @Override
  public Path switchNamespace() {
    return Namespaces.path(names.switchNamespace());
  }

  @Override
  public boolean isShared() {
    return false;
  }

  /** Writes down a process that somebody else started for this fabric, so that down ends it. */
  public void adopt(String name, ProcessHandle process) {
    note(RunningProcess.of(name, process.pid()));
  }

  /**
   * Starts Open vSwitch's switch process anew, all switches at once: their ports come back with
   * their numbers, their flows do not.
   *
   * @param kindly end it as an operator would; else kill it
   */
  public void restartSwitchDaemon(boolean kindly) {
    stopSwitchDaemon(kindly);
    startSwitchDaemon();
  }

  /** Ends the switch process. */
  public synchronized void stopSwitchDaemon(boolean kindly) {
    state.process(SwitchDaemons.SWITCH).ifPresent(each -> SwitchDaemons.end(each, kindly));
    remember(state.without(SwitchDaemons.SWITCH));
  }

  /** Starts the switch process after {@link #stopSwitchDaemon}. */
  public synchronized void startSwitchDaemon() {
    withBuffers(
        () -> {
          note(daemons.startSwitch());
          daemons.vsctl("show");
          bridges.verify(present());
          giveSockets();
        });
  }

  /**
   * Waits until flows count all frames that have passed.
   *
   * @throws TopologyException if the switch process does not answer
   */
  public void awaitCounters() {
    daemons.awaitCounters();
  }

  /** The switches' processes are an ordinary user's, and must be able to speak with them. */
  private void giveSockets() {
    RunUser.of(directory)
        .ownSockets(fabric.switches().stream().map(each -> openFlowSocket(each.name())).toList());
  }

  /** Takes one switch's bridge away; its veths stay. */
  public void deleteBridge(String switchName) {
    bridges.delete(description(switchName));
  }

  /** Makes a bridge again that was taken away; it has no flows. */
  public void createBridge(String switchName) {
    Switch each = description(switchName);
    withBuffers(
        () -> {
          bridges.create(each);
          bridges.verify(List.of(each));
          giveSockets();
        });
  }

  /** Switches whose bridges the database names. */
  private List<Switch> present() {
    List<String> listed = daemons.vsctl("--no-wait", "list-br").lines().toList();
    return fabric.switches().stream()
        .filter(each -> listed.contains(names.bridge(each.name())))
        .toList();
  }

  private Switch description(String switchName) {
    Optional<Switch> found =
        fabric.switches().stream().filter(each -> each.name().equals(switchName)).findFirst();
    return found.orElseThrow(
        () -> new IllegalArgumentException("the fabric has no switch " + switchName));
  }
}
