/** Tests of recording, reading and writing. */
@NullMarked
package io.quorate.check.history;

import org.jspecify.annotations.NullMarked;
