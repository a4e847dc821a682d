/** The fabric's description. */
@NullMarked
package io.quorate.fabric;

import org.jspecify.annotations.NullMarked;
