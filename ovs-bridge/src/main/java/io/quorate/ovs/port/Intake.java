package io.quorate.ovs.port;

/** How the frames of a packet socket are handed over: one for each {@link Reception}. */
sealed interface Intake extends AutoCloseable permits MessageIntake, FrameRing, BlockRing {

  /** Frames that are handed over before the caller may look at its other ports. */
  int BATCH = 64;

  /** Whether there may be frames that need no waiting, as far as can be told without a call. */
  boolean ready();

  /** Gives the handler what is there; -1 if the socket has an error instead. */
  int take(FrameHandler handler);

  @Override
  void close();
}
