package io.quorate.ovs.link;

import io.quorate.fabric.Link;
import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.link.Impairment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Makes faults act on the relay's links and ends them. Faults that overlap compose, and the end of
 * one never undoes another. Calls are serialised; none runs on the relay's thread.
 */
final class LinkFaults {

  /** Faults at once. */
  static final int FAULTS_MAX = 10_000;

  private static final Impairment BLOCK = new Impairment.Block();

  private final List<Link> links;
  private final LinkRelay relay;
  private final Carrier carrier;
  private final Map<Long, Fault> active = new LinkedHashMap<>();
  private final Map<String, Integer> downCounts = new LinkedHashMap<>();
  private long begun;

  /** Takes the carrier of a link's two interfaces away, and gives it back. */
  @FunctionalInterface
  interface Carrier {
    void set(int link, boolean up);
  }

  LinkFaults(List<Link> links, LinkRelay relay, Carrier carrier) {
    this.links = List.copyOf(links);
    this.relay = relay;
    this.carrier = carrier;
  }

  /**
   * Begins a fault.
   *
   * @return its number, for {@link #end}
   * @throws LinkException when it is none of links, or names one that is not there
   */
  synchronized long begin(Fault fault) {
    if (active.size() == FAULTS_MAX) {
      throw new LinkException(FAULTS_MAX + " faults act already; end some");
    }
    apply(fault, true);
    active.put(++begun, fault);
    return begun;
  }

  /** Ends a fault. */
  synchronized void end(long number) {
    Fault fault = active.get(number);
    if (fault == null) {
      throw new LinkException("no fault has the number " + number + "; ask for those that act");
    }
    apply(fault, false);
    active.remove(number);
  }

  /** Ends all faults. */
  synchronized void healAll() {
    for (long each : List.copyOf(active.keySet())) {
      end(each);
    }
  }

  /** Those that act, by number. */
  synchronized Map<Long, Fault> active() {
    return new LinkedHashMap<>(active);
  }

  private void apply(Fault fault, boolean on) {
    switch (fault) {
      case Fault.LinkDown(String link) -> carrier(link, !on);
      case Fault.Partition partition -> await(() -> relay.impair(partition::cuts, BLOCK, on));
      case Fault.Loss(String link, double p) -> impair(link, new Impairment.Loss(p), on);
      case Fault.Duplication(String link, double p) ->
          impair(link, new Impairment.Duplication(p), on);
      case Fault.Reordering(String link, double p, long holdNs) ->
          impair(link, new Impairment.Reordering(p, holdNs), on);
      case Fault.Delay(String link, long extraNs) ->
          impair(link, new Impairment.Delay(extraNs), on);
      case Fault.Corruption(String link, double p) ->
          impair(link, new Impairment.Corruption(p), on);
      default ->
          throw new LinkException(
              "%s strikes no link; the process that runs the switches can do it"
                  .formatted(fault.describe()));
    }
  }

  private void impair(String link, Impairment impairment, boolean on) {
    place(link);
    await(() -> relay.impair(link, impairment, on));
  }

  private void carrier(String link, boolean up) {
    int place = place(link);
    int before = downCounts.getOrDefault(link, 0);
    int after = up ? before - 1 : before + 1;
    if (before == 0) {
      // Frames are lost from now on, whenever the kernel gets to it.
      await(() -> relay.setCarrier(link, false));
      carrier.set(place, false);
    } else if (after == 0) {
      carrier.set(place, true);
      await(() -> relay.setCarrier(link, true));
    }
    downCounts.put(link, after);
  }

  private int place(String link) {
    for (int i = 0; i < links.size(); i++) {
      if (links.get(i).name().equals(link)) {
        return i;
      }
    }
    throw new LinkException("no link is named " + link);
  }

  private void await(Runnable task) {
    try {
      relay
          .ask(
              () -> {
                task.run();
                return true;
              })
          .get();
    } catch (ExecutionException e) {
      throw new LinkException("the relay refuses: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkException("interrupted", e);
    }
  }
}
