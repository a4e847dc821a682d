package io.quorate.ovs.openflow;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.quorate.ovs.peer.Sockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The controller's side: switches connect to it, as {@code ovs-vsctl set-controller} tells them. A
 * switch that comes again is the same {@link OpenFlowSwitch}, known by its datapath id.
 */
public final class OpenFlowListener implements AutoCloseable {
  private static final int CONNECTIONS_MAX = 1024;

  private final SwitchSettings settings;
  private final Consumer<OpenFlowSwitch> arrivals;
  private final Events announcements = new Events("openflow controller");
  private final AtomicInteger connections = new AtomicInteger();

  /** A switch that is known, and what its connections are handed to. */
  private record Known(
      OpenFlowSwitch known, Connector connector, Events events, AtomicBoolean announced) {}

  private final Map<Long, Known> switches = new TreeMap<>();
  private @Nullable Channel listening;
  private boolean closed;

  private OpenFlowListener(SwitchSettings settings, Consumer<OpenFlowSwitch> arrivals) {
    this.settings = settings;
    this.arrivals = arrivals;
  }

  /**
   * Begins to listen on a loopback address or a unix domain socket.
   *
   * @param arrivals is given each switch when it connects for the first time, on a thread on which
   *     it may ask the switch things
   * @throws OpenFlowException if the address is another, or taken
   */
  public static OpenFlowListener listen(
      SocketAddress address, SwitchSettings settings, Consumer<OpenFlowSwitch> arrivals) {
    boolean local =
        address instanceof UnixDomainSocketAddress
            || (address instanceof InetSocketAddress internet
                && internet.getAddress() != null
                && internet.getAddress().isLoopbackAddress());
    if (!local) {
      throw new OpenFlowException(
          address
              + " can be reached from outside; listen on a loopback address, or say so with"
              + " listenAnywhere");
    }
    return listenAnywhere(address, settings, arrivals);
  }

  /**
   * As {@link #listen}, also on addresses that others can reach: nothing there is authenticated.
   */
  public static OpenFlowListener listenAnywhere(
      SocketAddress address, SwitchSettings settings, Consumer<OpenFlowSwitch> arrivals) {
    OpenFlowListener listener = new OpenFlowListener(settings, arrivals);
    ChannelFuture bound = Sockets.listen(address, listener::accept).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new OpenFlowException(
          "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
    }
    listener.listening = bound.channel();
    return listener;
  }

  /** A loopback address; port 0 stands for any free one. */
  public static SocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Where it listens. */
  public SocketAddress address() {
    Channel channel = listening;
    if (channel == null) {
      throw new IllegalStateException("not listening");
    }
    return channel.localAddress();
  }

  private ChannelHandler[] accept() {
    AtomicReference<@Nullable Known> owner = new AtomicReference<>();
    List<Message> early = new ArrayList<>();
    Conversation conversation =
        new Conversation(
            settings.versions(),
            message -> {
              Known known = owner.get();
              if (known != null) {
                OpenFlowSwitch.hear(message, known.events());
              } else if (early.size() < CONNECTIONS_MAX) {
                early.add(message);
              }
            });
    var _ = conversation.ended().thenAccept(why -> connections.decrementAndGet());
    if (connections.incrementAndGet() > CONNECTIONS_MAX) {
      var _ = conversation.greeted().thenAccept(version -> conversation.close("too many switches"));
      return Connector.handlers(conversation, settings);
    }
    var _ = conversation.greeted().thenAccept(version -> introduce(conversation, owner, early));
    return Connector.handlers(conversation, settings);
  }

  private void introduce(
      Conversation with, AtomicReference<@Nullable Known> owner, List<Message> early) {
    var _ =
        Connector.introduction(with)
            .whenComplete(
                (features, failure) -> {
                  if (failure != null) {
                    with.close("the introduction failed: " + failure.getMessage());
                    return;
                  }
                  Known known = known(features.datapathId());
                  if (known == null) {
                    with.close("closed");
                    return;
                  }
                  owner.set(known);
                  known.connector().begin(with, features);
                  if (known.announced().compareAndSet(false, true)) {
                    announcements.run(() -> arrivals.accept(known.known()));
                  }
                  early.forEach(message -> OpenFlowSwitch.hear(message, known.events()));
                });
  }

  private synchronized @Nullable Known known(long datapathId) {
    if (closed) {
      return null;
    }
    Known before = switches.get(datapathId);
    if (before != null) {
      return before;
    }
    Events events = new Events("openflow %016x".formatted(datapathId));
    Connector connector = Connector.waiting(settings, events);
    OpenFlowSwitch arrived = new OpenFlowSwitch(settings, events, connector);
    Known made = new Known(arrived, connector, events, new AtomicBoolean());
    switches.put(datapathId, made);
    return made;
  }

  /** Stops listening and ends all connections. */
  @Override
  public void close() {
    List<Known> known;
    synchronized (this) {
      closed = true;
      known = List.copyOf(switches.values());
    }
    Channel channel = listening;
    if (channel != null) {
      SocketAddress address = channel.localAddress();
      var _ = channel.close().awaitUninterruptibly();
      if (address instanceof UnixDomainSocketAddress unix) {
        try {
          Files.deleteIfExists(unix.getPath());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    known.forEach(one -> one.known().close());
    announcements.close();
  }
}
