/** Time as a fabric's parts see it, whether it is virtual or real. */
@NullMarked
package io.quorate.fabric.time;

import org.jspecify.annotations.NullMarked;
