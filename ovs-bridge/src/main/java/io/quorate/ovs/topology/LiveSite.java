package io.quorate.ovs.topology;

import io.quorate.fabric.Fabric;
import java.nio.file.Path;
import java.util.List;

/**
 * Switches on which a fabric runs: built for it ({@link LiveFabric}), or found running and somebody
 * else's ({@link AttachedFabric}).
 */
public interface LiveSite {

  /** What runs there. */
  Fabric fabric();

  /** Where its state, logs and sockets are. */
  Path runDirectory();

  /** Unix socket on which a switch takes OpenFlow connections. */
  Path openFlowSocket(String switchName);

  /** The end of a switch's Paxos port where its process reads and writes frames. */
  String processInterface(String switchName);

  /** The file of the network namespace in which the switches' ports are. */
  Path switchNamespace();

  /** Starts a process in the switches' namespace; its output goes to a log called like it. */
  Process startBesideSwitches(String name, List<String> command);

  /** Starts a process in a host's namespace; its output goes to a log called like it. */
  Process startOn(String host, String name, List<String> command);

  /** Processes that were started and run now. */
  List<RunningProcess> processes();

  /**
   * True if the switches serve somebody else, too: then nothing of theirs may be touched, and what
   * is not ours must go on as it did.
   */
  boolean isShared();
}
