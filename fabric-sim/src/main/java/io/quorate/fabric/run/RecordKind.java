package io.quorate.fabric.run;

/** The kinds of records that a run's digest is made of; see docs/trace.md. */
final class RecordKind {

  static final int SENT = 1;
  static final int RECEIVED = 2;
  static final int DROPPED = 3;
  static final int DELIVERED = 4;
  static final int LEADER = 5;
  static final int CONDITION = 6;
  static final int FAULT_BEGAN = 7;
  static final int FAULT_ENDED = 8;
  static final int STATE = 9;
  static final int INSTALLED = 10;
  static final int CONFIGURATION_KNOWN = 11;
  static final int CONFIGURATION_IN_FORCE = 12;

  private RecordKind() {}
}
