/** Tests of the checkers, and the makers of histories that they share. */
@NullMarked
package io.quorate.check;

import org.jspecify.annotations.NullMarked;
