/**
 * The invariants of the protocol, held by objects that watch a running fabric from outside: nothing
 * in the core or in the switches helps them. Each watches one thing and reports the first time that
 * it does not hold.
 */
@NullMarked
package io.quorate.fabric.observe;

import org.jspecify.annotations.NullMarked;
