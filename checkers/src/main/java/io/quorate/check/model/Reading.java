package io.quorate.check.model;

/**
 * How the calls are read on which Knossos and Porcupine differ.
 *
 * @param failedCas what a refused compare-and-set tells
 * @param nilRead what a read of nil tells
 */
public record Reading(FailedCas failedCas, NilRead nilRead) {
  /** A failure says nothing, a nil is a nil: sound for every history that records what it saw. */
  public static final Reading DEFAULT = new Reading(FailedCas.SAYS_NOTHING, NilRead.SAW_NIL);

  /** As Knossos reads: a failed cas and a read of nil say nothing. */
  public static final Reading KNOSSOS = new Reading(FailedCas.SAYS_NOTHING, NilRead.SAYS_NOTHING);

  /** As Porcupine's etcd model reads: a failed cas and a read of nil are observations. */
  public static final Reading PORCUPINE = new Reading(FailedCas.SAW_ANOTHER_VALUE, NilRead.SAW_NIL);
}
