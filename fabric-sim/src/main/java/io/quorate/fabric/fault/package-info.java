/**
 * Faults as data: what may go wrong in a fabric and when. A schedule is written by hand in YAML or
 * drawn from a seed. Nothing here injects anything; the simulator (and the live bridge) carry a
 * schedule out.
 */
@NullMarked
package io.quorate.fabric.fault;

import org.jspecify.annotations.NullMarked;
