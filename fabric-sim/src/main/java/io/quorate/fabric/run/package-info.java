/**
 * One run of a scenario in the simulator: builds the fabric, lets faults and workload loose, heals,
 * waits for what is pending, judges, and leaves a directory from which the run can be repeated.
 */
@NullMarked
package io.quorate.fabric.run;

import org.jspecify.annotations.NullMarked;
