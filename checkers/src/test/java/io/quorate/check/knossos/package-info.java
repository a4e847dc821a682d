/** Tests of what Knossos is told, and, where it is on the class path, of what it answers. */
@NullMarked
package io.quorate.check.knossos;

import org.jspecify.annotations.NullMarked;
