/**
 * What a run leaves so that it can be compared with another one of the same scenario, simulated or
 * live: what each flow entry has counted, and what each slot holds. Neither the simulator nor a
 * switch may be known here.
 */
@NullMarked
package io.quorate.fabric.tally;

import org.jspecify.annotations.NullMarked;
