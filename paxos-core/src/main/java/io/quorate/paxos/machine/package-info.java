/**
 * What happens to values once they are ordered: sessions with exactly-once execution, the {@code
 * StateMachine} contract, and the key-value machine.
 */
@NullMarked
package io.quorate.paxos.machine;

import org.jspecify.annotations.NullMarked;
