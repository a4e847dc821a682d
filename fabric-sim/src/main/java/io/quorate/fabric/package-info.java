/**
 * The description of a fabric: switches, hosts, links, the Paxos group and the service they offer,
 * read from {@code fabric.yaml}. Plain values; nothing here runs. The simulator and the live bridge
 * are both built from it.
 */
@NullMarked
package io.quorate.fabric;

import org.jspecify.annotations.NullMarked;
