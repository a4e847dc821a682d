/**
 * How long a verdict takes. {@link io.quorate.bench.check.CheckerRow} names the histories, {@link
 * io.quorate.bench.check.BusyClients} makes them, and {@link io.quorate.bench.check.CheckerTable}
 * measures them with the checkers of this project and with a peer, in turn.
 */
@NullMarked
package io.quorate.bench.check;

import org.jspecify.annotations.NullMarked;
