/**
 * The vocabulary of the protocol and the replica, a deterministic state machine: event in, effects
 * out.
 */
@NullMarked
package io.quorate.paxos;

import org.jspecify.annotations.NullMarked;
