/** Numbers drawn from a seed, the same on every machine. */
@NullMarked
package io.quorate.fabric.random;

import org.jspecify.annotations.NullMarked;
