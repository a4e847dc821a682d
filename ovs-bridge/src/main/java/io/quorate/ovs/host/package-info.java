/**
 * Ordinary processes on the hosts of a live fabric: a key-value server on UDP that knows nothing of
 * us, or somebody else's server and what watches it, and the clients that ask them.
 */
@NullMarked
package io.quorate.ovs.host;

import org.jspecify.annotations.NullMarked;
