/**
 * A fabric on real Open vSwitch, measured: what it commits a second, as a share of what the switch
 * can forward; how long a request takes; how long nobody answers when the leader is killed.
 */
@NullMarked
package io.quorate.bench.live;

import org.jspecify.annotations.NullMarked;
