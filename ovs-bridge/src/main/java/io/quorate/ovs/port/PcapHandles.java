package io.quorate.ovs.port;

import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/** Opens and questions handles of Pcap4J; what it throws becomes one line. */
final class PcapHandles {

  private static final int READ_TIMEOUT_MS = 10;
  private static final int ETHERNET = 1;

  private PcapHandles() {}

  /** A handle that hands each frame over as soon as it is there, and not our own. */
  static PcapHandle open(String interfaceName, PortOptions options) {
    PcapHandle handle = null;
    try {
      handle =
          new PcapHandle.Builder(interfaceName)
              .snaplen(options.frameBytesMax())
              .promiscuousMode(
                  options.promiscuous()
                      ? PromiscuousMode.PROMISCUOUS
                      : PromiscuousMode.NONPROMISCUOUS)
              .timeoutMillis(READ_TIMEOUT_MS)
              .immediateMode(true)
              .bufferSize(options.bufferBytes())
              .build();
      if (handle.getDlt().value() != ETHERNET) {
        throw new PortException(
            "interface " + interfaceName + " carries no Ethernet frames; name one that does");
      }
      handle.setDirection(PcapDirection.IN);
      if (!options.etherTypes().isEmpty()) {
        handle.setFilter(filter(options), BpfCompileMode.OPTIMIZE);
      }
      return handle;
    } catch (PcapNativeException | NotOpenException e) {
      close(handle);
      throw refused(interfaceName, String.valueOf(e.getMessage()));
    } catch (PortException e) {
      close(handle);
      throw e;
    } catch (LinkageError e) {
      throw new PortException(
          "the port kind pcap4j needs libpcap, which cannot be loaded; install it (Debian: apt"
              + " install libpcap0.8) or use ffm");
    }
  }

  private static void close(@Nullable PcapHandle handle) {
    if (handle != null) {
      handle.close();
    }
  }

  private static String filter(PortOptions options) {
    return options.etherTypes().stream()
        .map(type -> "ether proto 0x" + Integer.toHexString(type))
        .collect(Collectors.joining(" or "));
  }

  private static PortException refused(String interfaceName, String why) {
    String words = why.toLowerCase(Locale.ROOT);
    if (words.contains("perm") || words.contains("not permitted")) {
      return PacketSocket.notPrivileged(interfaceName);
    }
    if (words.contains("no such device")) {
      return PacketSocket.noSuchInterface(interfaceName);
    }
    return new PortException(
        "interface " + interfaceName + ": libpcap: " + why.replace('\n', ' ').strip());
  }

  /** Frames that the kernel dropped on the handle, or what was known before if it does not say. */
  static long drops(PcapHandle handle, long before) {
    try {
      return handle.getStats().getNumPacketsDropped();
    } catch (PcapNativeException | NotOpenException e) {
      return before;
    }
  }
}
