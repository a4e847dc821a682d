package io.quorate.ovs.ovsdb;

import io.netty.channel.ChannelFuture;
import io.quorate.ovs.peer.BackOff;
import io.quorate.ovs.peer.Sockets;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a copy of the database: connects, monitors, and after each reconnection goes on from the
 * last transaction that it knows of, or begins anew where the server does not know that one.
 */
final class Follower {
  private static final String MONITOR = "quorate";
  private static final String NO_TRANSACTION = "00000000-0000-0000-0000-000000000000";
  private static final long BACK_OFF_LEAST_MS = 50;
  private static final long BACK_OFF_MOST_MS = 1000;

  private final SocketAddress address;
  private final Duration timeout;
  private final Duration silence;
  private final Consumer<View> changed;
  private final BackOff backOff = new BackOff(BACK_OFF_LEAST_MS, BACK_OFF_MOST_MS);
  private final Object lock = new Object();

  private DatabaseCopy copy = DatabaseCopy.empty();
  private String lastTransaction = NO_TRANSACTION;
  private @Nullable RpcConnection connection;
  private boolean closed;
  private volatile String trouble = "no answer";

  /**
   * @param silence after which the server is asked whether it lives
   * @param changed is given each new state, on the connection's thread
   */
  Follower(SocketAddress address, Duration timeout, Duration silence, Consumer<View> changed) {
    this.address = address;
    this.timeout = timeout;
    this.silence = silence;
    this.changed = changed;
  }

  // ---------------------------------------------------------------- connecting

  void connect() {
    synchronized (lock) {
      if (closed) {
        return;
      }
    }
    var made = new RpcConnection[1];
    RpcConnection next =
        new RpcConnection(
            (method, parameters) -> {
              RpcConnection of = made[0];
              if (of != null) {
                notified(of, method, parameters);
              }
            });
    made[0] = next;
    ChannelFuture connecting =
        Sockets.connect(address, (int) timeout.toMillis(), () -> next.handlers(silence));
    var _ =
        connecting.addListener(
            done -> {
              if (!done.isSuccess()) {
                lost(next, "cannot reach " + address + ": " + done.cause().getMessage());
              }
            });
    var _ = next.opened().thenAccept(channel -> monitor(next));
    var _ = next.ended().thenAccept(why -> lost(next, String.valueOf(why.getMessage())));
  }

  private void lost(RpcConnection which, String why) {
    trouble = why;
    synchronized (lock) {
      if (connection == which) {
        connection = null;
      }
      lock.notifyAll();
    }
    var _ = Sockets.loop().schedule(this::connect, backOff.nextMs(), TimeUnit.MILLISECONDS);
  }

  /** The newest way first; older servers know RFC 7047's only. */
  private void monitor(RpcConnection with) {
    String since;
    synchronized (lock) {
      since = lastTransaction;
    }
    List<Object> parameters =
        RpcConnection.parameters(Ovsdb.DATABASE, MONITOR, Table.requests(), since);
    var _ =
        with.call("monitor_cond_since", parameters)
            .thenAccept(answer -> monitoredSince(with, answer))
            .exceptionally(
                failure -> {
                  if (root(failure) instanceof RpcConnection.Refused) {
                    monitorPlainly(with);
                  } else {
                    with.close(String.valueOf(root(failure).getMessage()));
                  }
                  return null;
                });
  }

  private void monitoredSince(RpcConnection with, @Nullable Object answer) {
    if (!(answer instanceof List<?> parts) || parts.size() != 3) {
      throw new OvsdbException("the database answered a monitor with '" + answer + "'");
    }
    boolean goesOn = Boolean.TRUE.equals(parts.get(0));
    begin(with, goesOn, parts.get(2), String.valueOf(parts.get(1)));
  }

  private void monitorPlainly(RpcConnection with) {
    List<Object> parameters = RpcConnection.parameters(Ovsdb.DATABASE, MONITOR, Table.requests());
    var _ =
        with.call("monitor", parameters)
            .thenAccept(answer -> begin(with, false, answer, NO_TRANSACTION))
            .exceptionally(
                failure -> {
                  with.close("the database cannot be monitored: " + root(failure).getMessage());
                  return null;
                });
  }

  private void begin(
      RpcConnection with, boolean goesOn, @Nullable Object updates, String transaction) {
    synchronized (lock) {
      if (closed) {
        with.close("closed");
        return;
      }
      copy = (goesOn ? copy : DatabaseCopy.empty()).updated(updates);
      lastTransaction = transaction;
      connection = with;
      lock.notifyAll();
    }
    backOff.reset();
    changed.accept(view());
  }

  private void notified(RpcConnection from, String method, List<?> parameters) {
    synchronized (lock) {
      boolean ours = from == connection && !parameters.isEmpty() && isOurs(parameters);
      if (!ours) {
        return;
      }
      switch (method) {
        case "update", "update2" -> copy = copy.updated(parameters.get(1));
        case "update3" -> {
          copy = copy.updated(parameters.get(2));
          lastTransaction = String.valueOf(parameters.get(1));
        }
        case "monitor_canceled" -> {
          from.close("the database has been taken out of service");
          return;
        }
        default -> {
          return;
        }
      }
      lock.notifyAll();
    }
    changed.accept(view());
  }

  private static boolean isOurs(List<?> parameters) {
    return MONITOR.equals(parameters.getFirst()) && parameters.size() >= 2;
  }

  static Throwable root(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  // ---------------------------------------------------------------- using

  View view() {
    synchronized (lock) {
      return new View(copy);
    }
  }

  boolean isConnected() {
    synchronized (lock) {
      return connection != null;
    }
  }

  /** Waits until the copy is as wanted; false if it is not within the time. */
  boolean await(Predicate<View> wanted, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    synchronized (lock) {
      while (!wanted.test(new View(copy))) {
        if (!sleepUntil(deadline)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Waits until there is a connection and the copy is whole. */
  void awaitConnected(Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    synchronized (lock) {
      while (connection == null) {
        if (closed || !sleepUntil(deadline)) {
          throw new OvsdbException("the database is not connected: " + trouble);
        }
      }
    }
  }

  /** Called with the lock held; false when the time is up. */
  @SuppressWarnings("WaitNotInLoop") // Both callers loop around it.
  private boolean sleepUntil(long deadlineNs) {
    long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
    if (leftMs <= 0) {
      return false;
    }
    try {
      lock.wait(leftMs);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OvsdbException("interrupted while waiting for the database", e);
    }
  }

  CompletableFuture<@Nullable Object> call(String method, List<?> parameters) {
    RpcConnection now;
    synchronized (lock) {
      now = connection;
    }
    if (now == null) {
      return CompletableFuture.failedFuture(
          new OvsdbException("the database is not connected: " + trouble));
    }
    return now.call(method, parameters);
  }

  void close() {
    RpcConnection last;
    synchronized (lock) {
      closed = true;
      last = connection;
      lock.notifyAll();
    }
    if (last != null) {
      last.close("closed");
    }
  }
}
