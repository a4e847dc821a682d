package io.quorate.ovs.topology;

import io.quorate.ovs.json.Fields;
import io.quorate.ovs.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of ours there is beside somebody else's switches, or is about to be: the file is written
 * before anything is made and after nothing is left.
 *
 * @param owner the process that attached
 * @param ovsDirectory run directory of the Open vSwitch
 * @param hosts whose shells' namespaces are the hosts', and whose offload is to be put back
 * @param processes what was started and not yet seen to end
 * @param ready true once every port and veth stands
 */
record AttachedState(
    RunningProcess owner,
    Path ovsDirectory,
    List<HostEnd> hosts,
    List<RunningProcess> processes,
    boolean ready) {

  static final String FILE = "attached.json";

  /**
   * A host's interface.
   *
   * @param process of the host's shell, called like the host
   * @param device the interface
   * @param offload true if checksums were left to the card before
   */
  record HostEnd(RunningProcess process, String device, boolean offload) {

    Path namespace() {
      return Path.of("/proc", Long.toString(process.pid()), "ns/net");
    }
  }

  AttachedState {
    hosts = List.copyOf(hosts);
    processes = List.copyOf(processes);
  }

  AttachedState readyNow() {
    return new AttachedState(owner, ovsDirectory, hosts, processes, true);
  }

  /** With one more process; another one of its name is no longer there. */
  AttachedState with(RunningProcess process) {
    List<RunningProcess> all = new ArrayList<>(processes);
    all.removeIf(each -> each.name().equals(process.name()));
    all.add(process);
    return new AttachedState(owner, ovsDirectory, hosts, all, ready);
  }

  /** Replaces the file in one step. */
  void write(Path directory) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("owner", owner.document());
    document.put("ovsDirectory", ovsDirectory.toString());
    document.put("hosts", hosts.stream().map(AttachedState::document).toList());
    document.put("processes", processes.stream().map(RunningProcess::document).toList());
    document.put("ready", ready);
    Path next = directory.resolve(FILE + ".next");
    try {
      Files.writeString(next, JsonText.write(document) + "\n");
      Files.move(next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new TopologyException("cannot write " + next + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> document(HostEnd host) {
    Map<String, Object> document = host.process().document();
    document.put("device", host.device());
    document.put("offload", host.offload());
    return document;
  }

  static boolean exists(Path directory) {
    return Files.isRegularFile(directory.resolve(FILE));
  }

  /**
   * Reads the file.
   *
   * @throws TopologyException when there is none, or it is damaged
   */
  static AttachedState read(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      Fields fields = JsonText.object(Files.readString(file));
      return new AttachedState(
          RunningProcess.of(fields.object("owner")),
          Path.of(fields.text("ovsDirectory")),
          fields.objects("hosts").stream()
              .map(
                  each ->
                      new HostEnd(
                          RunningProcess.of(each), each.text("device"), each.flag("offload")))
              .toList(),
          fields.objects("processes").stream().map(RunningProcess::of).toList(),
          fields.flag("ready"));
    } catch (IOException e) {
      throw new TopologyException("nothing is attached in " + directory, e);
    } catch (IllegalArgumentException e) {
      throw new TopologyException(file + ": " + e.getMessage(), e);
    }
  }
}
