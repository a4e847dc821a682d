package io.quorate.ovs.openflow;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.quorate.ovs.openflow.Message.StatisticsAnswer;
import io.quorate.ovs.openflow.Message.StatisticsQuestion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a switch, from the hellos to its end: answers are told by their transaction
 * ids, echoes are answered, and a peer that has been silent is asked whether it lives.
 *
 * <p>Questions may be asked by any thread; their futures complete on the connection's.
 */
final class Conversation extends SimpleChannelInboundHandler<ByteBuf> {
  private static final int PENDING_MAX = 100_000;
  private static final int ERROR_HELLO = 0;

  private final List<OpenFlowVersion> versions;
  private final Consumer<Message> unasked;
  private final CompletableFuture<OpenFlowVersion> greeted = new CompletableFuture<>();
  private final CompletableFuture<OpenFlowException> ended = new CompletableFuture<>();
  private final Map<Integer, Exchange> pending = new HashMap<>();

  private @Nullable Channel channel;
  private @Nullable MessageCodec codec;
  private @Nullable OpenFlowException reason;
  private int lastXid;
  private boolean probing;

  /**
   * @param versions to offer
   * @param unasked is given what the switch says by itself, on the connection's thread
   */
  Conversation(List<OpenFlowVersion> versions, Consumer<Message> unasked) {
    this.versions = List.copyOf(versions);
    this.unasked = unasked;
  }

  /** Completes with the version that both speak. */
  CompletableFuture<OpenFlowVersion> greeted() {
    return greeted;
  }

  /** Completes with the reason, when the connection is over. */
  CompletableFuture<OpenFlowException> ended() {
    return ended;
  }

  OpenFlowVersion version() {
    return greeted.join();
  }

  void close(String why) {
    Channel open = channel;
    if (open != null) {
      open.eventLoop().execute(() -> end(open, new OpenFlowException(why)));
    }
  }

  // ---------------------------------------------------------------- asking

  CompletableFuture<Message> ask(String what, Message question) {
    CompletableFuture<Message> answer = new CompletableFuture<>();
    run(answer, () -> send(question, new Exchange.Single(what, answer)));
    return answer;
  }

  CompletableFuture<List<StatisticsAnswer>> ask(String what, StatisticsQuestion question) {
    CompletableFuture<List<StatisticsAnswer>> answer = new CompletableFuture<>();
    Message request = new Message.StatisticsRequest(0, question);
    run(answer, () -> send(request, new Exchange.Parts(what, answer)));
    return answer;
  }

  /** Says all of it and a barrier; completes with what was refused when the switch is done. */
  CompletableFuture<List<Exchange.Refusal>> tell(List<Message> messages) {
    CompletableFuture<List<Exchange.Refusal>> answer = new CompletableFuture<>();
    run(answer, () -> tell(messages, answer));
    return answer;
  }

  private void tell(List<Message> messages, CompletableFuture<List<Exchange.Refusal>> answer) {
    List<Exchange.Refusal> refusals = new ArrayList<>();
    List<Integer> xids = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      xids.add(send(messages.get(i), new Exchange.Told(i, refusals)));
    }
    CompletableFuture<Message> barrier = new CompletableFuture<>();
    send(new Message.BarrierRequest(), new Exchange.Single("a barrier", barrier));
    var _ =
        barrier.whenComplete(
            (done, failure) -> {
              xids.forEach(pending::remove);
              if (failure == null) {
                answer.complete(refusals);
              } else {
                answer.completeExceptionally(failure);
              }
            });
  }

  /**
   * Says the first list and a barrier; then the second if nothing was refused, or else the third.
   * Completes with all that was refused. Refusals of the first list may come with the second.
   */
  CompletableFuture<List<Exchange.Refusal>> tellInTwo(
      List<Message> first, List<Message> then, List<Message> orElse) {
    CompletableFuture<List<Exchange.Refusal>> answer = new CompletableFuture<>();
    run(
        answer,
        () -> {
          List<Exchange.Refusal> refusals = new ArrayList<>();
          List<Integer> xids = new ArrayList<>();
          for (int i = 0; i < first.size(); i++) {
            xids.add(send(first.get(i), new Exchange.Told(i, refusals)));
          }
          var _ =
              tell(List.of())
                  .thenCompose(
                      none -> {
                        List<Message> next = refusals.isEmpty() ? then : orElse;
                        return tell(next).thenApply(later -> shifted(later, first.size()));
                      })
                  .whenComplete(
                      (later, failure) -> {
                        xids.forEach(pending::remove);
                        if (failure == null) {
                          refusals.addAll(later);
                          answer.complete(refusals);
                        } else {
                          answer.completeExceptionally(failure);
                        }
                      });
        });
    return answer;
  }

  private static List<Exchange.Refusal> shifted(List<Exchange.Refusal> refusals, int by) {
    return refusals.stream()
        .map(one -> new Exchange.Refusal(one.place() + by, one.error()))
        .toList();
  }

  /** Runs on the connection's thread, or fails the answer. */
  private void run(CompletableFuture<?> answer, Runnable task) {
    Channel open = channel;
    if (open == null) {
      answer.completeExceptionally(new OpenFlowException("not connected"));
      return;
    }
    open.eventLoop()
        .execute(
            () -> {
              OpenFlowException over = reason;
              try {
                if (over != null) {
                  throw over;
                }
                task.run();
              } catch (OpenFlowException e) {
                answer.completeExceptionally(e);
              }
            });
  }

  private int send(Message message, @Nullable Exchange exchange) {
    if (pending.size() >= PENDING_MAX) {
      throw new OpenFlowException("more than " + PENDING_MAX + " questions wait for the switch");
    }
    lastXid = lastXid == Integer.MAX_VALUE ? 1 : lastXid + 1;
    write(message, lastXid);
    if (exchange != null) {
      pending.put(lastXid, exchange);
    }
    return lastXid;
  }

  private void write(Message message, int xid) {
    Channel open = channel;
    MessageCodec speaks = codec;
    if (open == null || speaks == null) {
      throw new OpenFlowException("not connected");
    }
    ByteBuf out = open.alloc().buffer();
    boolean written = false;
    try {
      speaks.write(out, new Envelope(version().wire(), xid, message));
      written = true;
    } finally {
      if (!written) {
        out.release();
      }
    }
    var _ = open.writeAndFlush(out);
  }

  // ---------------------------------------------------------------- the connection

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    int bitmap = 0;
    int highest = 0;
    for (OpenFlowVersion version : versions) {
      bitmap |= 1 << version.wire();
      highest = Math.max(highest, version.wire());
    }
    hello(context, highest, new Message.Hello(bitmap));
  }

  private static void hello(ChannelHandlerContext context, int version, Message message) {
    ByteBuf out = context.alloc().buffer();
    new MessageCodec(OpenFlowVersion.V13).write(out, new Envelope(version, 0, message));
    var _ = context.writeAndFlush(out);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
    MessageCodec speaks = codec;
    if (speaks == null) {
      greet(context, new MessageCodec(OpenFlowVersion.V13).read(in));
      return;
    }
    Envelope envelope = speaks.read(in);
    boolean mine = envelope.version() == version().wire();
    if (!mine && !(envelope.message() instanceof Message.Hello)) {
      throw new MalformedMessageException(
          "a message of version %d in a conversation of %s"
              .formatted(envelope.version(), version()));
    }
    hear(envelope);
  }

  private void hear(Envelope envelope) {
    Message message = envelope.message();
    switch (message) {
      case Message.EchoRequest(Bytes data) -> write(new Message.EchoReply(data), envelope.xid());
      case Message.EchoReply _ -> probing = false;
      case Message.Hello _ -> {}
      default -> {
        Exchange exchange = pending.get(envelope.xid());
        if (exchange == null || isUnasked(message)) {
          unasked.accept(message);
        } else if (exchange.take(message, version())) {
          pending.remove(envelope.xid());
        }
      }
    }
  }

  private static boolean isUnasked(Message message) {
    return message instanceof Message.PacketIn
        || message instanceof Message.PortStatus
        || message instanceof Message.FlowRemovedTold;
  }

  private void greet(ChannelHandlerContext context, Envelope envelope) {
    switch (envelope.message()) {
      case Message.Hello(int bitmap) -> {
        OpenFlowVersion common = common(envelope.version(), bitmap);
        if (common == null) {
          hello(context, envelope.version(), new Message.ErrorTold(ERROR_HELLO, 0, Bytes.NONE));
          throw new OpenFlowException(
              "the switch speaks no version of OpenFlow that was asked for (%s); name one in the"
                      .formatted(versions)
                  + " bridge's column protocols");
        }
        codec = new MessageCodec(common);
        greeted.complete(common);
      }
      case Message.ErrorTold(int type, int code, Bytes _) ->
          throw new OpenFlowException(
              "the switch refused the versions %s (type %d, code %d); name one in the bridge's"
                      .formatted(versions, type, code)
                  + " column protocols");
      default -> throw new MalformedMessageException("no hello at the beginning");
    }
  }

  /** The highest version that both speak; null if there is none. */
  private @Nullable OpenFlowVersion common(int theirs, int bitmap) {
    OpenFlowVersion best = null;
    int highest = versions.stream().mapToInt(OpenFlowVersion::wire).max().orElse(0);
    for (OpenFlowVersion version : versions) {
      boolean spoken =
          bitmap == -1
              ? version.wire() == Math.min(theirs, highest)
              : (bitmap >>> version.wire() & 1) != 0;
      if (spoken && (best == null || version.wire() > best.wire())) {
        best = version;
      }
    }
    return best;
  }

  /** Silence for one interval: ask; for another: over. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent idle && idle.state() == IdleState.READER_IDLE) {
      if (probing || codec == null) {
        end(context.channel(), new OpenFlowException("the switch has fallen silent"));
      } else {
        probing = true;
        write(new Message.EchoRequest(Bytes.NONE), 0);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(context.channel(), new OpenFlowException("the switch closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable real =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    OpenFlowException why =
        switch (real) {
          case OpenFlowException told -> told;
          case IOException io -> new OpenFlowException("the connection broke: " + io.getMessage());
          default -> new OpenFlowException("the connection was ended: " + real, real);
        };
    end(context.channel(), why);
  }

  private void end(Channel of, OpenFlowException why) {
    if (reason != null) {
      return;
    }
    reason = why;
    var _ = of.close();
    List<Exchange> waiting = List.copyOf(pending.values());
    pending.clear();
    waiting.forEach(exchange -> exchange.fail(why));
    greeted.completeExceptionally(why);
    ended.complete(why);
  }
}
