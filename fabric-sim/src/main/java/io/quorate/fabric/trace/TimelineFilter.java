package io.quorate.fabric.trace;

import java.util.List;

/**
 * Which events of a timeline to show.
 *
 * @param nodes only events at these nodes, or of frames from or to them; empty for all
 * @param slotMin lowest slot; {@link #ALL_SLOTS} shows events about no slot too
 * @param slotMax highest slot
 * @param fromNs earliest time
 * @param toNs latest time
 * @param sends also frames as they are sent, not only as they arrive or are lost
 */
public record TimelineFilter(
    List<String> nodes, long slotMin, long slotMax, long fromNs, long toNs, boolean sends) {

  /** As {@code slotMin}: events are not filtered by slot. */
  public static final long ALL_SLOTS = -1;

  /** Shows all but the sends. */
  public static final TimelineFilter ALL =
      new TimelineFilter(List.of(), ALL_SLOTS, Long.MAX_VALUE, 0, Long.MAX_VALUE, false);

  public TimelineFilter {
    nodes = List.copyOf(nodes);
  }

  /** True if the event is to be shown. */
  public boolean shows(TraceEvent event) {
    return event.timeNs() >= fromNs
        && event.timeNs() <= toNs
        && (sends || event.kind() != TraceEvent.Kind.SEND)
        && (slotMin == ALL_SLOTS || (event.slot() >= slotMin && event.slot() <= slotMax))
        && (nodes.isEmpty() || nodes.contains(event.node()) || nodes.contains(event.peer()));
  }
}
