/**
 * The simulator: virtual time, one event queue, a seeded generator split per component, links,
 * hosts with a small network stack, services and the workload that clients offer.
 *
 * <p>Everything here runs on one thread and depends on the scenario and the seed alone. Wall
 * clocks, threads, identity hashing and containers without a defined order may not enter; nor may
 * anything that knows Paxos: hosts are ordinary hosts, links are ordinary links.
 */
@NullMarked
package io.quorate.fabric.sim;

import org.jspecify.annotations.NullMarked;
