package io.quorate.ovs.openflow;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.quorate.ovs.peer.BackOff;
import io.quorate.ovs.peer.Sockets;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a conversation with one switch going: dials, or takes over the connections that a listening
 * socket hands it; introduces itself; tells of beginnings and ends.
 */
final class Connector {
  private static final int WHOLE_FRAMES = 0xffff;
  private static final int EXTENDED_MATCHES = 2;

  private final SwitchSettings settings;
  private final Events events;
  private final @Nullable SocketAddress address;
  private final BackOff backOff;
  private final CompletableFuture<SwitchFeatures> first = new CompletableFuture<>();

  private final Object lock = new Object();
  private @Nullable Conversation conversation;
  private CompletableFuture<SwitchFeatures> next = first;
  private volatile String unreachable = "";
  private boolean closed;
  private boolean everConnected;
  private boolean cut;

  /** An attempt to connect is put off until the connection may be there again. */
  private boolean putOff;

  private Runnable again = () -> {};

  private Connector(SwitchSettings settings, Events events, @Nullable SocketAddress address) {
    this.settings = settings;
    this.events = events;
    this.address = address;
    this.backOff =
        new BackOff(settings.backOffLeast().toMillis(), settings.backOffMost().toMillis());
  }

  /** One that dials. */
  static Connector dialling(SocketAddress address, SwitchSettings settings, Events events) {
    Connector connector = new Connector(settings, events, address);
    connector.dial();
    return connector;
  }

  /** One that waits for connections to be handed to it. */
  static Connector waiting(SwitchSettings settings, Events events) {
    return new Connector(settings, events, null);
  }

  /** What is to be done after each connection but the first, on the listeners' thread. */
  void whenConnectedAgain(Runnable task) {
    synchronized (lock) {
      again = task;
    }
  }

  /** The handlers of a new connection. */
  static ChannelHandler[] handlers(Conversation conversation, SwitchSettings settings) {
    long silenceMs = settings.silence().toMillis();
    return new ChannelHandler[] {
      new IdleStateHandler(silenceMs, 0, 0, TimeUnit.MILLISECONDS),
      new MessageFramer(),
      conversation
    };
  }

  /** The current conversation. */
  Conversation conversation() {
    synchronized (lock) {
      Conversation now = conversation;
      if (now == null) {
        throw new OpenFlowException(
            closed ? "the connection was closed" : "the switch is not connected");
      }
      return now;
    }
  }

  boolean isConnected() {
    synchronized (lock) {
      return conversation != null;
    }
  }

  void awaitFirst() {
    try {
      Waiting.forAnswer(first, settings.timeout(), "connecting to " + address);
    } catch (OpenFlowException e) {
      throw unreachable.isEmpty()
          ? e
          : new OpenFlowException("cannot reach " + address + ": " + unreachable, e);
    }
  }

  void awaitConnected() {
    CompletableFuture<SwitchFeatures> waited;
    synchronized (lock) {
      waited = next;
    }
    Waiting.forAnswer(waited, settings.timeout(), "a connection");
  }

  // ---------------------------------------------------------------- dialling

  private void dial() {
    SocketAddress to = address;
    if (to == null) {
      return;
    }
    Conversation made =
        new Conversation(settings.versions(), message -> OpenFlowSwitch.hear(message, events));
    ChannelFuture connecting =
        Sockets.connect(to, (int) settings.timeout().toMillis(), () -> handlers(made, settings));
    var _ =
        connecting.addListener(
            done -> {
              if (!done.isSuccess()) {
                unreachable = String.valueOf(done.cause().getMessage());
                dialLater();
              }
            });
    var _ = made.ended().thenAccept(this::lost);
    var _ = made.greeted().thenAccept(version -> introduce(made));
    expireGreeting(made, connecting.channel());
  }

  /** A peer that connects and says nothing must not be waited for until it is idle. */
  private void expireGreeting(Conversation made, Channel channel) {
    var _ =
        Sockets.loop()
            .schedule(
                () -> {
                  if (!made.greeted().isDone() && channel.isOpen()) {
                    var _ = channel.close();
                  }
                },
                settings.timeout().toMillis(),
                TimeUnit.MILLISECONDS);
  }

  /** Whoever connects for the first time hears at once that the peer wants nothing of us. */
  private void lost(OpenFlowException why) {
    first.completeExceptionally(why);
    dialLater();
  }

  private void dialLater() {
    var _ =
        Sockets.loop().schedule(this::dialUnlessClosed, backOff.nextMs(), TimeUnit.MILLISECONDS);
  }

  private void dialUnlessClosed() {
    synchronized (lock) {
      putOff = cut;
      if (closed || cut) {
        return;
      }
    }
    dial();
  }

  // ---------------------------------------------------------------- introductions

  /** Says how we want to be spoken to, and asks who it is. */
  static CompletableFuture<SwitchFeatures> introduction(Conversation with) {
    List<Message> wishes =
        with.version() == OpenFlowVersion.V10
            ? List.of(
                new Message.FlowFormat(EXTENDED_MATCHES),
                new Message.FlowModTableId(true),
                new Message.SetConfig(0, WHOLE_FRAMES))
            : List.of(new Message.SetConfig(0, WHOLE_FRAMES));
    return with.tell(wishes)
        .thenCompose(
            refusals -> {
              if (!refusals.isEmpty()) {
                String error = ErrorNames.text(with.version(), refusals.getFirst().error());
                throw new OpenFlowException("the switch refused how it is spoken to: " + error);
              }
              return with.ask("its features", new Message.FeaturesRequest());
            })
        .thenApply(
            answer -> {
              if (answer instanceof Message.FeaturesReply reply) {
                return reply.features();
              }
              throw new OpenFlowException("no answer to the question for features");
            });
  }

  private void introduce(Conversation with) {
    var _ =
        introduction(with)
            .whenComplete(
                (features, failure) -> {
                  if (failure == null) {
                    begin(with, features);
                  } else {
                    with.close("the introduction failed: " + failure.getMessage());
                  }
                });
  }

  /** A conversation that has got past its introduction is the one from now on. */
  void begin(Conversation with, SwitchFeatures features) {
    Conversation before;
    boolean repeated;
    Runnable afterwards;
    CompletableFuture<SwitchFeatures> waited;
    synchronized (lock) {
      if (closed || cut) {
        with.close(closed ? "closed" : "cut");
        return;
      }
      before = conversation;
      conversation = with;
      repeated = everConnected;
      everConnected = true;
      afterwards = again;
      waited = next;
    }
    backOff.reset();
    if (before != null) {
      before.close("the switch has connected anew");
    }
    var _ = with.ended().thenAccept(why -> over(with, why));
    events.tell(listener -> listener.connected(features));
    if (repeated) {
      events.run(afterwards);
    }
    waited.complete(features);
  }

  private void over(Conversation ended, OpenFlowException why) {
    synchronized (lock) {
      if (conversation != ended) {
        return;
      }
      conversation = null;
      next = new CompletableFuture<>();
    }
    events.tell(listener -> listener.disconnected(String.valueOf(why.getMessage())));
  }

  /** Breaks the connection and seeks none; or seeks one again. */
  void cut(boolean on) {
    Conversation last;
    boolean dials;
    synchronized (lock) {
      last = on ? conversation : null;
      dials = !on && putOff;
      cut = on;
      putOff &= on;
    }
    if (last != null) {
      last.close("cut");
    }
    if (dials) {
      dial();
    }
  }

  void close() {
    Conversation last;
    synchronized (lock) {
      closed = true;
      last = conversation;
    }
    if (last != null) {
      last.close("closed");
    }
  }
}
