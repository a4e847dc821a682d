package io.quorate.fabric.trace;

import java.util.List;

/** A timeline that is on and keeps its events in a list. */
public record KeptTimeline(List<TraceEvent> events) implements TraceLog {
  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public void log(TraceEvent event) {
    events.add(event);
  }
}
