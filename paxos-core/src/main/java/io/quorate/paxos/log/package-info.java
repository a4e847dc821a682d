/**
 * State of each slot in parallel arrays indexed by slot, as a switch's registers would hold it: the
 * votes of the acceptor, the tallies and decisions of the learner.
 */
@NullMarked
package io.quorate.paxos.log;

import org.jspecify.annotations.NullMarked;
