/**
 * Protocol bugs planted on purpose, to find out what the campaign is blind to. A bug is a patch to
 * a source file of the core or of the switches' programs; it is compiled in memory, loaded in place
 * of the class that ships, and hunted with the seeds that hunt real bugs. Nothing that ships knows
 * of it.
 */
@NullMarked
package io.quorate.fabric.planted;

import org.jspecify.annotations.NullMarked;
