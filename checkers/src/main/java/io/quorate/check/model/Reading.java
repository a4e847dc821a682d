package io.quorate.check.model;

/**
 * How the calls are read on which checkers differ.
 *
 * @param failedCas what a refused compare-and-set tells
 * @param nilRead what a read of nil tells
 * @param failedTake what a refused dequeue or pop tells
 */
public record Reading(FailedCas failedCas, NilRead nilRead, FailedTake failedTake) {
  /** A failure says nothing, a nil is a nil: sound for every history that records what it saw. */
  public static final Reading DEFAULT = new Reading(FailedCas.SAYS_NOTHING, NilRead.SAW_NIL);

  /** As Knossos reads: a failed cas and a read of nil say nothing. */
  public static final Reading KNOSSOS = new Reading(FailedCas.SAYS_NOTHING, NilRead.SAYS_NOTHING);

  /** As Porcupine's etcd model reads: a failed cas and a read of nil are observations. */
  public static final Reading PORCUPINE = new Reading(FailedCas.SAW_ANOTHER_VALUE, NilRead.SAW_NIL);

  /** A reading under which a refused dequeue or pop says nothing. */
  public Reading(FailedCas failedCas, NilRead nilRead) {
    this(failedCas, nilRead, FailedTake.SAYS_NOTHING);
  }

  /** The same with another reading of refused dequeues and pops. */
  public Reading withFailedTake(FailedTake how) {
    return new Reading(failedCas, nilRead, how);
  }
}
