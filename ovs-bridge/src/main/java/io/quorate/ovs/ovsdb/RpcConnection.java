package io.quorate.ovs.ovsdb;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.json.JsonObjectDecoder;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.quorate.ovs.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the database: calls and their answers, echoes in both directions, and the
 * server's notifications. Futures complete on the connection's thread, in the order of the answers.
 */
final class RpcConnection extends SimpleChannelInboundHandler<ByteBuf> {
  private static final int DOCUMENT_BYTES_MAX = 16 << 20;
  private static final int CALLS_MAX = 10_000;

  /** Is given the server's notifications. */
  interface Notified {
    void notified(String method, List<?> parameters);
  }

  /** The server refused a call. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String error) {
      super(error);
    }
  }

  private final Notified notified;
  private final CompletableFuture<Channel> opened = new CompletableFuture<>();
  private final CompletableFuture<OvsdbException> ended = new CompletableFuture<>();
  private final Map<Long, CompletableFuture<@Nullable Object>> calls = new HashMap<>();
  private long lastCall;
  private boolean probing;

  RpcConnection(Notified notified) {
    this.notified = notified;
  }

  ChannelHandler[] handlers(Duration silence) {
    return new ChannelHandler[] {
      new IdleStateHandler(silence.toMillis(), 0, 0, TimeUnit.MILLISECONDS),
      new JsonObjectDecoder(DOCUMENT_BYTES_MAX),
      this
    };
  }

  CompletableFuture<Channel> opened() {
    return opened;
  }

  CompletableFuture<OvsdbException> ended() {
    return ended;
  }

  /**
   * Calls a method; the answer fails with {@link Refused} or the reason of the connection's end.
   */
  CompletableFuture<@Nullable Object> call(String method, List<?> parameters) {
    CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
    Channel channel = opened.getNow(null);
    if (channel == null) {
      answer.completeExceptionally(new OvsdbException("not connected"));
      return answer;
    }
    channel.eventLoop().execute(() -> call(channel, method, parameters, answer));
    return answer;
  }

  private void call(
      Channel channel,
      String method,
      List<?> parameters,
      CompletableFuture<@Nullable Object> answer) {
    OvsdbException over = ended.getNow(null);
    if (over != null || calls.size() >= CALLS_MAX) {
      answer.completeExceptionally(
          over != null ? over : new OvsdbException("too many calls wait for the database"));
      return;
    }
    long id = ++lastCall;
    calls.put(id, answer);
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    request.put("id", id);
    request.put("method", method);
    request.put("params", parameters);
    write(channel, request);
  }

  private static void write(Channel channel, Map<String, @Nullable Object> document) {
    byte[] bytes = JsonText.write(document).getBytes(StandardCharsets.UTF_8);
    var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
  }

  void close(String why) {
    Channel channel = opened.getNow(null);
    if (channel != null) {
      channel.eventLoop().execute(() -> end(channel, new OvsdbException(why)));
    }
  }

  // ---------------------------------------------------------------- the connection

  @Override
  public void channelActive(ChannelHandlerContext context) {
    opened.complete(context.channel());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
    Object document;
    try {
      document = JsonText.parse(in.toString(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new OvsdbException("the database sent " + e.getMessage(), e);
    }
    if (!(document instanceof Map<?, ?> map)) {
      throw new OvsdbException("the database sent something that is no JSON-RPC");
    }
    if (map.get("method") instanceof String method) {
      List<?> parameters = map.get("params") instanceof List<?> list ? list : List.of();
      request(context.channel(), map.get("id"), method, parameters);
    } else {
      answer(map);
    }
  }

  private void request(Channel channel, @Nullable Object id, String method, List<?> parameters) {
    if (method.equals("echo")) {
      Map<String, @Nullable Object> reply = new LinkedHashMap<>();
      reply.put("id", id);
      reply.put("result", parameters);
      reply.put("error", null);
      write(channel, reply);
    } else {
      notified.notified(method, parameters);
    }
  }

  private void answer(Map<?, ?> map) {
    if (!(map.get("id") instanceof Long id)) {
      throw new OvsdbException("the database sent an answer without a number");
    }
    CompletableFuture<@Nullable Object> call = calls.remove(id);
    if (call == null) {
      return; // A probe's answer has no call either.
    }
    Object error = map.get("error");
    if (error == null) {
      call.complete(map.get("result"));
    } else {
      call.completeExceptionally(new Refused(text(error)));
    }
  }

  /** What an error says, in one line. */
  static String text(Object error) {
    if (error instanceof Map<?, ?> map) {
      Object details = map.get("details");
      return map.get("error") + (details == null ? "" : ": " + details);
    }
    return String.valueOf(error);
  }

  /** Silence for one interval: ask; for another: over. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent idle && idle.state() == IdleState.READER_IDLE) {
      if (probing) {
        end(context.channel(), new OvsdbException("the database has fallen silent"));
      } else {
        probing = true;
        var _ = call("echo", List.of()).thenAccept(any -> probing = false);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(context.channel(), new OvsdbException("the database closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable real =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    OvsdbException why =
        switch (real) {
          case OvsdbException told -> told;
          case IOException io -> new OvsdbException("the connection broke: " + io.getMessage());
          default -> new OvsdbException("the database sent no JSON: " + real.getMessage(), real);
        };
    end(context.channel(), why);
  }

  private void end(Channel channel, OvsdbException why) {
    if (!ended.complete(why)) {
      return;
    }
    var _ = channel.close();
    List<CompletableFuture<@Nullable Object>> waiting = List.copyOf(calls.values());
    calls.clear();
    waiting.forEach(call -> call.completeExceptionally(why));
  }

  /** Parameters of a call. */
  static List<Object> parameters(Object... values) {
    return Arrays.asList(values);
  }
}
