/**
 * A fabric on real switches, running: the process that runs a switch's programs and replicas, what
 * keeps its flows, clients and services as ordinary processes, and what a run leaves behind.
 */
@NullMarked
package io.quorate.ovs.live;

import org.jspecify.annotations.NullMarked;
