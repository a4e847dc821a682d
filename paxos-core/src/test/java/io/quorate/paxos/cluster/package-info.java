/**
 * A group of replicas without a network: messages lie in a bag, and a test says which is delivered,
 * lost, repeated or held back, and when a clock ticks. The invariants are watched from outside, by
 * what the replicas send and deliver; nothing here looks into a replica.
 */
@NullMarked
package io.quorate.paxos.cluster;

import org.jspecify.annotations.NullMarked;
