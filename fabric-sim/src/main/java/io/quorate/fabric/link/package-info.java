/**
 * What a link does to frames: how long they wait and travel, and which are lost, doubled, held back
 * or damaged. The simulator's links and those of a live fabric draw the same from it. It knows
 * neither clocks nor sockets nor events.
 */
@NullMarked
package io.quorate.fabric.link;

import org.jspecify.annotations.NullMarked;
