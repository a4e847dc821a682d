package io.quorate.fabric.observe;

import io.quorate.paxos.Value;

/** Whose request a value or an answer belongs to, and which. */
record Request(long session, long sequence) {

  static Request of(Value value) {
    return new Request(value.session(), value.sequence());
  }

  /** Spreads the few bits in which the requests of a run differ over the whole hash. */
  @Override
  public int hashCode() {
    long mixed = (session * 0xc2b2ae3d27d4eb4fL + sequence) * 0x9e3779b185ebca87L;
    return (int) (mixed >>> 32);
  }
}
