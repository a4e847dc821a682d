package io.quorate.ovs.port;

/** Ends another thread's wait. Rung once or often before the wait, it ends one wait. */
sealed interface Bell extends AutoCloseable permits EventBell, MonitorBell {

  /** Any thread; does nothing once closed. */
  void ring();

  @Override
  void close();

  /** A bell that {@link WaitSet} can wait for beside sockets, where there are such. */
  static Bell create() {
    return Native.isLinux() ? new EventBell() : new MonitorBell();
  }
}
