package io.quorate.fabric.run;

/** Is told now and then how far a run is, to show it to a person. */
@FunctionalInterface
public interface Progress {

  /** Shows nothing. */
  Progress NONE = status -> {};

  /**
   * How far the run is.
   *
   * @param nowNs virtual time
   * @param durationNs when healing begins
   * @param answered requests answered
   * @param slots slots delivered
   * @param elections elections won
   * @param activeFaults faults that act now
   */
  record Status(
      long nowNs, long durationNs, long answered, long slots, int elections, long activeFaults) {}

  void show(Status status);
}
