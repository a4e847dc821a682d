/** Tests of the monitors. */
@NullMarked
package io.quorate.check.monitor;

import org.jspecify.annotations.NullMarked;
