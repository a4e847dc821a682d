/**
 * Multi-table flow pipelines in {@code ovs-ofctl} syntax: matches, actions, groups, their reading
 * and printing, and the engine that executes them on frames. Its model is Open vSwitch 3.1: where
 * the two can be compared, that one is right. One action is ours, {@code run_code:N}, which hands
 * the frame to a program of the switch.
 *
 * <p>The simulator's switches and the live bridge both stand on this package; it knows neither, nor
 * Paxos, nor a clock: the time is a parameter.
 */
@NullMarked
package io.quorate.fabric.flow;

import org.jspecify.annotations.NullMarked;
