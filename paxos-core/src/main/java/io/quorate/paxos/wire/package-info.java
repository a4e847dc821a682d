/**
 * The only place that knows bytes: wire format v1, see docs/wire-format.md. Decoding never throws:
 * any bytes become an envelope or a {@code Malformed}.
 */
@NullMarked
package io.quorate.paxos.wire;

import org.jspecify.annotations.NullMarked;
