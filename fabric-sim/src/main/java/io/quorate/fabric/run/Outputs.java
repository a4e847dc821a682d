package io.quorate.fabric.run;

import io.quorate.fabric.tally.SlotLog;
import io.quorate.fabric.trace.PcapngWriter;
import io.quorate.fabric.trace.TraceLog;
import org.jspecify.annotations.Nullable;

/**
 * What a run writes while it goes.
 *
 * @param capture every frame, or null for no capture
 * @param timeline the events that a person may want to follow
 * @param slots what each slot holds
 */
public record Outputs(@Nullable PcapngWriter capture, TraceLog timeline, SlotLog slots) {

  /** Nothing is written; a run is fastest so. */
  public static final Outputs NONE = new Outputs(null, TraceLog.NONE);

  /** Without the slots. */
  public Outputs(@Nullable PcapngWriter capture, TraceLog timeline) {
    this(capture, timeline, SlotLog.NONE);
  }
}
