/**
 * The links of a live fabric: a process that takes every frame from one end of each link to the
 * other as the description says, with delay, bandwidth, loss and whatever faults are imposed, and a
 * client that asks it for faults and figures.
 */
@NullMarked
package io.quorate.ovs.link;

import org.jspecify.annotations.NullMarked;
