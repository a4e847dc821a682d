package io.quorate.fabric.observe;

import io.quorate.paxos.Configuration;
import io.quorate.paxos.Effect;
import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.wire.ConfigurationBytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configurations of a group by a log of its own: what each slot's delivery told first. Chosen
 * in slot s, a configuration governs the slots from s + window on. Other observers ask it who
 * counts in a slot; it is to be told first.
 */
public final class Changes implements Observer {

  /**
   * A configuration.
   *
   * @param chosenIn slot whose value it was; −1 for the first
   * @param fromSlot the first slot that it governs
   */
  public record Term(long chosenIn, long fromSlot, Configuration configuration) {}

  private final int windowSlots;
  private final Report report;

  /** By slot in which they were chosen; never empty. */
  private final List<Term> terms = new ArrayList<>();

  /** Every slot below it was delivered by somebody. */
  private long next;

  /** Slots last passed over, from here up to {@link #skippedTo}: nobody told what is in them. */
  private long skippedFrom;

  private long skippedTo;

  public Changes(Configuration initial, int windowSlots, Report report) {
    this.windowSlots = windowSlots;
    this.report = report;
    terms.add(new Term(-1, 0, initial));
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    if (delivery.slot() != next) {
      return;
    }
    next += delivery.last() ? 1 : 0;
    if (delivery.outcome() == Execution.Outcome.RECONFIGURED) {
      changed(delivery);
    }
  }

  /**
   * A node may go on from its disk, beyond all that anybody has told: it stopped before it could.
   * What its disk holds is compared elsewhere.
   */
  @Override
  public void installed(int node, Effect.Installed installed) {
    if (installed.slot() > next) {
      skippedFrom = next;
      skippedTo = installed.slot();
      next = installed.slot();
    }
  }

  /** A change in a slot that was passed over is known from whoever went on there. */
  @Override
  public void reconfigured(int node, Effect.Reconfigured told) {
    long chosenIn = told.fromSlot() - windowSlots;
    boolean isNew = told.configuration().version() > terms.getLast().configuration().version();
    if (isNew && chosenIn >= skippedFrom && chosenIn < skippedTo) {
      terms.add(new Term(chosenIn, told.fromSlot(), told.configuration()));
    }
  }

  private void changed(Effect.Deliver delivery) {
    long slot = delivery.slot();
    Configuration read = ConfigurationBytes.read(delivery.value().bytes());
    Term last = terms.getLast();
    if (read == null
        || read.version() != last.configuration().version() + 1
        || last.fromSlot() > slot) {
      report.violation(
          "one change at a time",
          "slot " + slot + " changes the group to " + read + ", after " + last);
      return;
    }
    terms.add(new Term(slot, slot + windowSlots, read));
  }

  /** True if it is known who counts in the slot. */
  boolean isKnown(long slot) {
    return slot < next + windowSlots;
  }

  /** Who counts in a slot, as far as it is known. */
  Configuration at(long slot) {
    return terms.get(placeAt(slot)).configuration();
  }

  private int placeAt(long slot) {
    int place = terms.size() - 1;
    while (terms.get(place).fromSlot() > slot) {
      place--;
    }
    return place;
  }

  /** The newest that somebody knows who has delivered all slots below this one. */
  Configuration knownAt(long nextSlot) {
    return terms.get(lastKnownAt(nextSlot)).configuration();
  }

  private int lastKnownAt(long nextSlot) {
    int place = terms.size() - 1;
    while (terms.get(place).chosenIn() >= nextSlot) {
      place--;
    }
    return place;
  }

  /**
   * Those that govern a slot from {@code fromSlot} on, as far as somebody knows them who has
   * delivered all slots below {@code nextSlot}.
   */
  List<Term> governing(long fromSlot, long nextSlot) {
    int last = lastKnownAt(nextSlot);
    return terms.subList(Math.min(placeAt(fromSlot), last), last + 1);
  }

  /** The term of a version; null if it was never chosen. */
  @Nullable Term term(long version) {
    return terms.stream()
        .filter(each -> each.configuration().version() == version)
        .findFirst()
        .orElse(null);
  }
}
