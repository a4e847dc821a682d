package io.quorate.check.txn;

/** What a user vouches for about each register by itself, when its versions are to be ordered. */
public enum KeyOrder {
  /** Nothing: only what transactions read and then wrote tells an order. */
  UNKNOWN,
  /** Each process meets the versions of a key in their order. */
  SEQUENTIAL,
  /** Each key is linearizable: who ends before another begins meets no later version. */
  LINEARIZABLE
}
