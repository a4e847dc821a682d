package io.quorate.fabric.plan;

import io.quorate.paxos.wire.EtherType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The numbers of the programs that {@code run_code:N} names. */
public final class Programs {

  /** A client's value, at the leader. */
  public static final int ON_CLIENT = 1;

  /** A proposal, at every acceptor. */
  public static final int ON_ACCEPT = 2;

  /** A vote, at every learner. */
  public static final int ON_LEARN = 3;

  /** Elections, heartbeats, repair and snapshots. */
  public static final int ON_CONTROL = 4;

  /** A client's packet enters the fabric. */
  public static final int INGRESS = 5;

  /** A service host's answer enters the fabric. */
  public static final int ON_REPLY = 6;

  /** Answers leave the fabric, one for each request. */
  public static final int CONSOLIDATE = 7;

  /** Answers ARP requests for the fabric's addresses. */
  public static final int PROXY_ARP = 8;

  /** The highest number; all from 1 to this exist. */
  public static final int LAST = PROXY_ARP;

  private static final Set<EtherType> CONTROL =
      Collections.unmodifiableSet(
          EnumSet.complementOf(
              EnumSet.of(
                  EtherType.CLIENT,
                  EtherType.READ,
                  EtherType.REPLY,
                  EtherType.REFUSAL,
                  EtherType.ACCEPT,
                  EtherType.LEARN)));

  private Programs() {}

  /** The messages that {@link #ON_CONTROL} is for: all between members but ACCEPT and LEARN. */
  public static Set<EtherType> control() {
    return CONTROL;
  }

  /** True if there is a program with this number. */
  public static boolean exists(int program) {
    return program >= ON_CLIENT && program <= LAST;
  }
}
