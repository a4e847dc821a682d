/**
 * The roles of a replica, each readable alone: acceptor, learner, candidate, leader, and the
 * failure detector that turns silence into a candidacy. A role changes its own state and says what
 * happened; what is sent, the parts of {@code Replica} decide.
 */
@NullMarked
package io.quorate.paxos.role;

import org.jspecify.annotations.NullMarked;
