/**
 * What a run leaves to look at: a digest of all that could be observed, a packet capture that
 * Wireshark opens, and a timeline of events for the terminal. Knows frames, names and times;
 * neither the simulator nor sockets, so that simulated and live fabrics leave the same traces.
 */
@NullMarked
package io.quorate.fabric.trace;

import org.jspecify.annotations.NullMarked;
