/**
 * Many runs of one fabric, seed after seed, on all the processors that there are. The only package
 * of the simulator that may start threads and read a clock: each run stays on one thread and knows
 * nothing of it, and what a campaign reports, times apart, does not depend on their number.
 */
@NullMarked
package io.quorate.fabric.campaign;

import org.jspecify.annotations.NullMarked;
