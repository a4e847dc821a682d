package io.quorate.ovs.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Two network namespaces of this run and virtual Ethernet pairs between them, gone when closed.
 * Ends are called {@code a0} and {@code b0}, {@code a1} and {@code b1} and so on.
 */
final class Wire implements AutoCloseable {

  private static final AtomicInteger NEXT = new AtomicInteger();

  private final String left;
  private final String right;

  /** Pairs whose both ends are up, with this MTU. */
  Wire(int pairs, int mtu) {
    String name = "qp" + ProcessHandle.current().pid() + "x" + NEXT.getAndIncrement();
    left = name + "a";
    right = name + "b";
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    try {
      ip("netns", "add", left);
      ip("netns", "add", right);
      for (int i = 0; i < pairs; i++) {
        pair(i, mtu);
      }
      for (int i = 0; i < pairs; i++) {
        awaitCarrier(i);
      }
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  private void pair(int i, int mtu) {
    ip("-n", left, "link", "add", "a" + i, "type", "veth", "peer", "name", "b" + i, "netns", right);
    for (String namespace : List.of(left, right)) {
      String end = (namespace.equals(left) ? "a" : "b") + i;
      // Without this the kernel's neighbour discovery sends frames of its own.
      ip("netns", "exec", namespace, "sysctl", "-qw", "net.ipv6.conf." + end + ".disable_ipv6=1");
      ip("-n", namespace, "link", "set", end, "mtu", Integer.toString(mtu), "up");
    }
  }

  /** A pair that was just switched on loses frames until the kernel has noticed its carrier. */
  void awaitCarrier(int i) {
    awaitCarrier(left, "a" + i);
    awaitCarrier(right, "b" + i);
  }

  private static void awaitCarrier(String namespace, String end) {
    long start = System.nanoTime();
    PortState state = PortState.DOWN;
    while (state != PortState.UP && System.nanoTime() - start < 5_000_000_000L) {
      LockSupport.parkNanos(1_000_000);
      state =
          NetworkNamespace.callIn(
              NetworkNamespace.named(namespace),
              () -> {
                try (PacketSocket socket = new PacketSocket(end)) {
                  return socket.state();
                }
              });
    }
  }

  RawPort left(int i, PortKind kind, PortOptions options) {
    return NetworkNamespace.callIn(
        NetworkNamespace.named(left), () -> RawPorts.open(kind, "a" + i, options));
  }

  RawPort right(int i, PortKind kind, PortOptions options) {
    return NetworkNamespace.callIn(
        NetworkNamespace.named(right), () -> RawPorts.open(kind, "b" + i, options));
  }

  String leftNamespace() {
    return left;
  }

  /** Runs ip(8) on the left side. */
  void onLeft(String... arguments) {
    List<String> all = new ArrayList<>(List.of("-n", left));
    all.addAll(List.of(arguments));
    ip(all.toArray(String[]::new));
  }

  /** An ordinary UDP packet, from a socket that was opened on the left side. */
  void sendDatagramFromLeft(String address) {
    NetworkNamespace.callIn(
        NetworkNamespace.named(left),
        () -> {
          try (DatagramChannel channel = DatagramChannel.open()) {
            ByteBuffer text = ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8));
            return channel.send(text, new InetSocketAddress(address, 9));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public void close() {
    for (String namespace : List.of(left, right)) {
      try {
        run(List.of("ip", "netns", "del", namespace));
      } catch (IllegalStateException e) {
        // It was never made, or is gone already.
      }
    }
  }

  private static void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    run(command);
  }

  static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output.strip());
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
