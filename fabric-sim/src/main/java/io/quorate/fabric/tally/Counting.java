package io.quorate.fabric.tally;

import io.quorate.fabric.flow.Field;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.Match;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.plan.Addressing;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.paxos.wire.EtherType;

/** What makes a flow entry's counter rise, in a scenario without faults. */
public enum Counting {
  /** Requests alone: so many for each. */
  REQUESTS,

  /** Time: heartbeats and their answers. */
  BEATS,

  /** Both: whatever comes by a port, goes to a member, or is for somebody else. */
  BOTH,

  /** What kernels of hosts ask when they like, ARP; and pings, which somebody types. */
  HOSTS,

  /** Frames that come back from a real switch's process; a simulated one goes on by itself. */
  RETURNS;

  /** What raises the counter of an entry. */
  public static Counting of(Flow flow) {
    Match match = flow.match();
    if (flow.cookie() == FlowPlan.COOKIE_RETURN) {
      return RETURNS;
    }
    if (is(match, Field.ETH_TYPE, Ethernet.TYPE_ARP)
        || is(match, Field.IP_PROTO, Ipv4.PROTOCOL_ICMP)) {
      return HOSTS;
    }
    if (is(match, Field.ETH_TYPE, EtherType.TRUST.code())
        || is(match, Field.ETH_TYPE, EtherType.ACK.code())) {
      return BEATS;
    }
    boolean noBeat =
        match.has(Field.ETH_TYPE)
            || (match.has(Field.ETH_DST) && Addressing.nodeOf(match.value(Field.ETH_DST)) <= 0);
    return noBeat ? REQUESTS : BOTH;
  }

  private static boolean is(Match match, Field field, long value) {
    return match.has(field) && match.value(field) == value;
  }
}
