package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The seats of a live switch, one for each of the fabric's services, and the clocks that give their
 * members ticks. For the one thread of the switch.
 */
final class Seats {

  private final Fabric fabric;
  private final List<LiveSeat> seats = new ArrayList<>();
  private final List<LiveSeat> seen = Collections.unmodifiableList(seats);
  private final List<TickClock> clocks = new ArrayList<>();

  Seats(Fabric fabric) {
    this.fabric = fabric;
  }

  /** The next in the order of the services. */
  void add(LiveSeat seat) {
    clocks.add(new TickClock(fabric.views().get(seats.size()).group()));
    seats.add(seat);
  }

  /** Another life of the member there; its clock goes on. */
  void replace(int place, LiveSeat next) {
    seats.set(place, next);
  }

  /** All, in the order of the services. */
  List<LiveSeat> all() {
    return seen;
  }

  LiveSeat at(int place) {
    return seats.get(place);
  }

  TickClock clock(int place) {
    return clocks.get(place);
  }

  /** Members boot and clocks begin to tick. */
  void boot(long nowNs) {
    for (int place = 0; place < seats.size(); place++) {
      clocks.get(place).start(nowNs);
      seats.get(place).step(new Event.Booted());
    }
  }

  /** Nanoseconds until a tick is due, at most so many. */
  long dueInNs(long nowNs, long mostNs) {
    long wait = mostNs;
    for (int place = 0; place < seats.size(); place++) {
      if (isMember(place)) {
        wait = Math.min(wait, clocks.get(place).dueInNs(nowNs));
      }
    }
    return wait;
  }

  /** A seat without a replica has no use for ticks, and its process sleeps until a frame comes. */
  private boolean isMember(int place) {
    return seats.get(place).machine().node() > 0;
  }

  /** Gives the ticks that are due. */
  void tick(long nowNs) {
    for (int place = 0; place < seats.size(); place++) {
      for (int ticks = isMember(place) ? clocks.get(place).due(nowNs) : 0; ticks > 0; ticks--) {
        seats.get(place).step(new Event.Ticked());
      }
    }
  }

  /** The clocks jump: so many ticks come at once or, if negative, do not come. */
  void jump(int ticks) {
    for (int place = 0; place < seats.size(); place++) {
      if (ticks < 0) {
        clocks.get(place).fallBehind(-ticks);
      } else {
        for (int left = ticks; left > 0; left--) {
          seats.get(place).step(new Event.Ticked());
        }
      }
    }
  }

  /** Has everything be as hard as this, and no harder. */
  void strain(Strain strain) {
    seats.forEach(seat -> strain.on(seat.log()));
    clocks.forEach(clock -> clock.run(strain.clockRate()));
  }

  /** True if packets wait to be handed to service hosts. */
  boolean isBacklog() {
    return seats.stream().anyMatch(each -> each.machine().programs().isWaiting());
  }

  /** The direct way to a neighbour came or went. */
  void hint(String peer, boolean up) {
    for (LiveSeat seat : seats) {
      int node = new SeatMachine.Position(fabric, seat.position().place(), peer).node();
      if (node > 0) {
        seat.step(new Event.Link(node, up));
      }
    }
  }

  /** Whoever leads hands over to the member of that switch. */
  void handOver(String to) {
    for (LiveSeat seat : seats) {
      int heir = new SeatMachine.Position(fabric, seat.position().place(), to).node();
      if (heir > 0) {
        seat.step(new Event.HandOver(heir));
      }
    }
  }

  /** Whoever leads hands over to the next. */
  void handOver() {
    for (LiveSeat seat : seats) {
      if (leads(seat)) {
        List<String> members = seat.position().view().group().members();
        seat.step(new Event.HandOver(seat.machine().node() % members.size() + 1));
      }
    }
  }

  boolean anyLeads() {
    return seats.stream().anyMatch(Seats::leads);
  }

  private static boolean leads(LiveSeat seat) {
    Replica replica = seat.machine().replica();
    return replica != null && replica.isLeader();
  }
}
