/**
 * What a replica of a durable group writes down, and what it is given back when its node starts
 * again. This page is the contract for a host.
 *
 * <p><b>Writing.</b> A step's effects hold {@link io.quorate.paxos.Effect.Store}s among them, each
 * with a {@link io.quorate.paxos.store.StoreRecord}. The host appends the records to one log, in
 * their order; {@link io.quorate.paxos.store.RecordCodec} makes bytes of them. Nothing that comes
 * after a {@code Store}, in this step or a later one, may leave the node before that record is
 * durable: no message, no answer, no delivery. The replica itself is never told and never waits; it
 * goes on being stepped, and what it says waits in the host. So a host collects what many steps
 * have stored, syncs once, and lets go all that waited for it (group commit).
 *
 * <p><b>If it cannot be written</b>, for want of room or because the disk fails, nothing that comes
 * after that {@code Store} may leave any more, and the replica must be thrown away: it believes
 * what its store does not know. When there is room again the node starts anew from its store.
 *
 * <p><b>Trimming.</b> Once a {@link io.quorate.paxos.store.StoreRecord.Checkpoint} is durable, what
 * stands before it in the log may be thrown away; not before. The replica takes one when it has
 * written as much since the last as that one took (and at least 4 KiB), and whenever it goes on
 * from another's snapshot. The log thus needs room for about three checkpoints.
 *
 * <p><b>Starting.</b> The host reads the log with {@link io.quorate.paxos.store.LogReader}. What a
 * crash has torn is cut off: it was not durable, so nothing that followed from it was let go. A log
 * that is damaged before its end must not be used; the replica is then to be replaced, as if its
 * node were lost for good. Otherwise a <em>new</em> {@link io.quorate.paxos.Replica} is made, with
 * an incarnation higher than any before (one more than {@link
 * io.quorate.paxos.store.Recovered#incarnation()} is enough, for nothing has left a node whose
 * first record was lost), a state machine that has executed nothing, and what was {@link
 * io.quorate.paxos.store.Recovered}. The group's configuration must be what it was, but for timing
 * and for the length of the log's window, which may grow.
 *
 * <p><b>Deliveries.</b> Before a slot is delivered, that is written down. A replica with a state
 * machine of its own executes those slots again when it starts, and nothing is lost or done twice.
 * A host that acts on deliveries by itself, as packet replication does, may have stopped when the
 * last of them were durable and not yet acted on. When the replica starts it tells of all since the
 * last checkpoint once more ({@link io.quorate.paxos.Effect.Redelivered}); a host that knows how
 * far it had come acts on the rest, and one that does not know must count what depends on it as out
 * of step.
 *
 * <p>Nothing in here does I/O.
 */
@NullMarked
package io.quorate.paxos.store;

import org.jspecify.annotations.NullMarked;
