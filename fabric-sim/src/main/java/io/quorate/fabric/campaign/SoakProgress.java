package io.quorate.fabric.campaign;

/** Is told whenever a run of a campaign has ended, to show it to a person. */
@FunctionalInterface
public interface SoakProgress {

  /**
   * How far the campaign is.
   *
   * @param done seeds that are finished and counted, without a gap
   * @param total seeds asked for
   * @param elapsedNs by the machine's clock
   * @param running runs that go on now
   */
  record Status(long done, long total, long elapsedNs, int running) {}

  void show(Status status);
}
