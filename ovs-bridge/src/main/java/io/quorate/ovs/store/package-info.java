/**
 * The write-ahead log of a member of a durable group, on real files: {@link
 * io.quorate.ovs.store.WriteAheadLog}. What is written, and when what may leave, is decided by
 * {@link io.quorate.fabric.program.Journal}; what a record is, and where a log is torn or damaged,
 * by {@link io.quorate.paxos.store}. This package knows bytes, files and syncs, and no Paxos.
 */
@NullMarked
package io.quorate.ovs.store;

import org.jspecify.annotations.NullMarked;
