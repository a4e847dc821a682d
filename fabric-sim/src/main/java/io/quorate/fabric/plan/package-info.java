/**
 * From a fabric's description to what its switches are told: who has which address on the wire,
 * which way frames go, and the flow entries that follow from the Paxos roles. Text in {@code
 * ovs-ofctl} syntax comes out; installing it is the business of the simulator or of the bridge.
 */
@NullMarked
package io.quorate.fabric.plan;

import org.jspecify.annotations.NullMarked;
