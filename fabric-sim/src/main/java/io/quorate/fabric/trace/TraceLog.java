package io.quorate.fabric.trace;

/** Where a run's events go that a person may want to follow. */
public interface TraceLog {

  /** Keeps nothing. */
  TraceLog NONE =
      new TraceLog() {
        @Override
        public boolean isOn() {
          return false;
        }

        @Override
        public void log(TraceEvent event) {}
      };

  /** False when events go nowhere, so that nobody need make them. */
  boolean isOn();

  /** Takes an event; times never go back. */
  void log(TraceEvent event);
}
