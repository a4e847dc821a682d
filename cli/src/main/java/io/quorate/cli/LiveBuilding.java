package io.quorate.cli;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.file.BadFile;
import io.quorate.ovs.live.Squad;
import io.quorate.ovs.live.SwitchProcess;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.topology.LinkMode;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.PortType;
import io.quorate.ovs.topology.TopologyException;
import io.quorate.ovs.topology.UpOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of how a live fabric is built, and the building of it. */
final class LiveBuilding {
  @Option(
      names = "--links",
      paramLabel = "emulated|direct",
      description =
          "Links with the fabric's latency, bandwidth and loss, by a process of ours; or plain"
              + " ones. Default: emulated.")
  private String links = "emulated";

  @Option(
      names = "--port-type",
      paramLabel = "system|afxdp",
      description = "How switches read and write their ports. Default: system.")
  private String portType = "system";

  @Option(
      names = "--raw-port",
      paramLabel = "ffm|pcap4j",
      description = "How switches' processes read and write frames. Default: ffm.")
  private String rawPort = "ffm";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of what links, replicas and clients draw. Default: 1.")
  private long seed = 1;

  @Option(
      names = "--no-record",
      description = "Do not record what replicas are driven with; a run cannot be replayed then.")
  private boolean silent;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "Key by which switches' processes authenticate their frames to each other"
              + " (docs/security.md). Default: none.")
  private @Nullable Path key;

  @Option(
      names = "--server",
      paramLabel = "COMMAND",
      description =
          "What each service host runs, for sh, with $HOST_NAME, $HOST_ADDRESS and $SERVICE_PORT"
              + " (docs/live.md). Default: a key-value server of ours.")
  private @Nullable String server;

  @Option(
      names = "--capture",
      paramLabel = "FILE",
      description =
          "Write every frame on every link into a new pcapng file, until the fabric is taken away;"
              + " only with emulated links. Default: none.")
  private @Nullable Path capture;

  UpOptions options() {
    LinkMode mode =
        switch (links) {
          case "emulated" -> LinkMode.EMULATED;
          case "direct" -> LinkMode.DIRECT;
          default -> throw wrong("--links " + links, "write emulated or direct");
        };
    PortType type =
        switch (portType) {
          case "system" -> PortType.SYSTEM;
          case "afxdp" -> PortType.AFXDP_NONPMD;
          default -> throw wrong("--port-type " + portType, "write system or afxdp");
        };
    UpOptions options = UpOptions.defaults().withLinks(mode).withPortType(type).withSeed(seed);
    return capture == null ? options : options.withCapture(newCapture(capture, mode));
  }

  private static Path newCapture(Path file, LinkMode mode) {
    if (mode != LinkMode.EMULATED) {
      throw BadFile.whole(
          "--capture " + file, "plain links cannot be captured", "leave --links direct out");
    }
    if (Files.exists(file)) {
      throw BadFile.whole("--capture " + file, "is there already", "name a new file");
    }
    return file.toAbsolutePath();
  }

  SwitchProcess.Options processes() {
    PortKind kind =
        switch (rawPort.toLowerCase(Locale.ROOT)) {
          case "ffm" -> PortKind.FFM;
          case "pcap4j" -> PortKind.PCAP4J;
          default -> throw wrong("--raw-port " + rawPort, "write ffm or pcap4j");
        };
    return new SwitchProcess.Options(kind, seed, !silent, key);
  }

  private static BadFile wrong(String what, String mend) {
    return BadFile.whole(what, "unknown", mend);
  }

  /** Seed of what links, replicas and clients draw. */
  long seed() {
    return seed;
  }

  /** What service hosts run; null for our server. */
  @Nullable String server() {
    return server;
  }

  /**
   * Builds a fabric and starts everything in it.
   *
   * @param file that it was read from
   * @throws TopologyException if it does not come up
   */
  LiveFabric up(Console console, Fabric fabric, Path file) {
    LiveFabric live = LiveFabric.up(fabric, file, options());
    live.warnings().forEach(each -> console.complain("warning: " + each));
    try {
      new Squad(live, processes()).start(server);
    } catch (TopologyException e) {
      throw new TopologyException(e.getMessage() + "; `live down` takes it away", e);
    }
    return live;
  }
}
