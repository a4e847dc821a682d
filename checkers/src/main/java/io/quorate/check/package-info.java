/** Histories in, verdicts out. */
@NullMarked
package io.quorate.check;

import org.jspecify.annotations.NullMarked;
