/**
 * The vocabulary of the protocol, and the {@link io.quorate.paxos.Replica}: a deterministic,
 * single-threaded state machine. An event goes in, effects come out, in the order in which the host
 * must carry them out. Same state, same event, same generator: same effects. Nothing in here
 * blocks, reads a clock, draws its own random numbers or does I/O.
 *
 * <p>The protocol is multi-Paxos (Lamport, "Paxos Made Simple", 2001, section 3), with the message
 * pattern of in-network Paxos: acceptors send their votes to every learner (Dang et al., "Paxos
 * Made Switch-y", 2016).
 */
@NullMarked
package io.quorate.paxos;

import org.jspecify.annotations.NullMarked;
