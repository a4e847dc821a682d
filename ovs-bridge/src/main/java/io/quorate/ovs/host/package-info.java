/**
 * Ordinary processes on the hosts of a live fabric: a key-value server on UDP that knows nothing of
 * us, and the clients that ask it.
 */
@NullMarked
package io.quorate.ovs.host;

import org.jspecify.annotations.NullMarked;
