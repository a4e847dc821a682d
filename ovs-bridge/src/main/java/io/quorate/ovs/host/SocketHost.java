package io.quorate.ovs.host;

import io.quorate.fabric.Host;
import io.quorate.fabric.app.ClientHost;
import io.quorate.fabric.app.DatagramHandler;
import io.quorate.fabric.app.ReplyHandler;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.fabric.program.PaxosFrame;
import io.quorate.ovs.port.FrameHandler;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.port.PortOptions;
import io.quorate.ovs.port.RawPort;
import io.quorate.ovs.port.RawPorts;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
import io.quorate.paxos.wire.EtherType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host whose network stack is the system's: ordinary UDP sockets, one a process, and for our own
 * protocol a raw port on its interface. For one thread.
 */
final class SocketHost implements ClientHost, AutoCloseable {

  private static final int DATAGRAM_BYTES_MAX = 65_507;
  private static final long MS = 1_000_000;

  private final Host host;
  private final String interfaceName;
  private final Selector selector;
  private final Map<Integer, DatagramChannel> sockets = new HashMap<>();
  private final Map<Long, ReplyHandler> sessions = new HashMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(DATAGRAM_BYTES_MAX);
  private @Nullable RawPort frames;
  private long unsent;

  SocketHost(Host host, String interfaceName) throws IOException {
    this.host = host;
    this.interfaceName = interfaceName;
    this.selector = Selector.open();
  }

  @Override
  public String name() {
    return host.name();
  }

  @Override
  public long mac() {
    return host.mac();
  }

  @Override
  public void listen(int port, DatagramHandler handler) {
    try {
      DatagramChannel socket = DatagramChannel.open();
      socket.bind(new InetSocketAddress(address(host.ipv4()), port));
      socket.configureBlocking(false);
      socket.register(selector, SelectionKey.OP_READ, handler);
      sockets.put(port, socket);
    } catch (IOException e) {
      throw new UncheckedIOException("UDP port " + port + " of " + name(), e);
    }
  }

  private static InetAddress address(int ipv4) throws UnknownHostException {
    return InetAddress.getByName(Ipv4Address.format(ipv4));
  }

  /** What the system does not take now counts as lost, as any datagram may be. */
  @Override
  public boolean send(int sourcePort, int destinationIp, int destinationPort, byte[] payload) {
    DatagramChannel socket = sockets.get(sourcePort);
    if (socket == null) {
      throw new IllegalStateException("UDP port " + sourcePort + " is not open");
    }
    try {
      int sent =
          socket.send(
              ByteBuffer.wrap(payload),
              new InetSocketAddress(address(destinationIp), destinationPort));
      unsent += sent == 0 ? 1 : 0;
    } catch (IOException unreachable) {
      unsent++;
    }
    return true;
  }

  /** Datagrams that the system did not take. */
  long unsent() {
    return unsent;
  }

  @Override
  public void open(long session, ReplyHandler handler) {
    sessions.put(session, handler);
    if (frames == null) {
      List<Integer> types = List.of(EtherType.REPLY.code(), EtherType.REFUSAL.code());
      frames =
          RawPorts.open(PortKind.FFM, interfaceName, PortOptions.defaults().withEtherTypes(types));
    }
  }

  @Override
  public void transmit(byte[] frame) {
    if (frames == null) {
      throw new IllegalStateException("no session is open");
    }
    frames.send(frame, frame.length);
    frames.flush();
  }

  /** Waits for what comes, at most so long, and has it taken. */
  void receive(long timeoutNs) throws IOException {
    RawPort port = frames;
    if (port != null) {
      port.receive(timeoutNs, (memory, offset, length, time) -> taken(memory, offset, length));
    } else if (timeoutNs < MS) {
      selector.selectNow(this::taken);
    } else {
      selector.select(this::taken, timeoutNs / MS);
    }
  }

  private void taken(SelectionKey key) {
    if (!(key.channel() instanceof DatagramChannel socket)
        || !(key.attachment() instanceof DatagramHandler handler)) {
      throw new AssertionError("only sockets with handlers are registered");
    }
    try {
      while (socket.receive(buffer.clear()) instanceof InetSocketAddress from) {
        byte[] payload = new byte[buffer.flip().remaining()];
        buffer.get(payload);
        int ipv4 = ByteBuffer.wrap(from.getAddress().getAddress()).getInt();
        handler.received(ipv4, from.getPort(), payload);
      }
    } catch (IOException refused) {
      // An ICMP error about an earlier datagram; that one is lost.
    }
  }

  private void taken(MemorySegment memory, long offset, int length) {
    byte[] frame = FrameHandler.copy(memory, offset, length);
    if (!Ethernet.isWhole(frame) || Ethernet.destination(frame) != mac()) {
      return;
    }
    if (PaxosFrame.read(frame) instanceof Decoded.Frame read) {
      switch (read.envelope().message()) {
        case Message.Reply reply -> {
          ReplyHandler handler = sessions.get(reply.result().session());
          if (handler != null) {
            handler.replied(reply.result());
          }
        }
        case Message.Refusal refusal -> {
          ReplyHandler handler = sessions.get(refusal.session());
          if (handler != null) {
            handler.refused(refusal);
          }
        }
        default -> {
          // Not for a client.
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (DatagramChannel socket : sockets.values()) {
      socket.close();
    }
    selector.close();
    if (frames != null) {
      frames.close();
    }
  }
}
