package io.quorate.ovs.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.function.Supplier;

/**
 * TCP and unix domain sockets of the control protocols, on one daemon thread for all of them: they
 * carry little.
 */
public final class Sockets {
  private static final EventLoopGroup LOOP =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("control", true), NioIoHandler.newFactory());

  private Sockets() {}

  /** The thread, for what is to be done later. */
  public static EventLoopGroup loop() {
    return LOOP;
  }

  /**
   * Begins to connect.
   *
   * @param address of TCP, or a {@link UnixDomainSocketAddress}
   * @param timeoutMs after which the attempt fails
   * @param handlers of the new connection
   */
  public static ChannelFuture connect(
      SocketAddress address, int timeoutMs, Supplier<ChannelHandler[]> handlers) {
    Bootstrap bootstrap = new Bootstrap().group(LOOP).handler(initializer(handlers));
    bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMs);
    if (address instanceof UnixDomainSocketAddress) {
      bootstrap.channel(NioDomainSocketChannel.class);
    } else {
      bootstrap.channel(NioSocketChannel.class).option(ChannelOption.TCP_NODELAY, true);
    }
    return bootstrap.connect(address);
  }

  /** Begins to listen; each connection gets handlers of its own. */
  public static ChannelFuture listen(SocketAddress address, Supplier<ChannelHandler[]> handlers) {
    ServerBootstrap bootstrap = new ServerBootstrap().group(LOOP);
    bootstrap.childHandler(initializer(handlers));
    if (address instanceof UnixDomainSocketAddress) {
      bootstrap.channel(NioServerDomainSocketChannel.class);
    } else {
      bootstrap.channel(NioServerSocketChannel.class);
      bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
    }
    return bootstrap.bind(address);
  }

  private static ChannelInitializer<Channel> initializer(Supplier<ChannelHandler[]> handlers) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(handlers.get());
      }
    };
  }
}
