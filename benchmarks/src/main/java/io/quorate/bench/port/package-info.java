/** Raw ports beside a program in C that does the same: rates, processor time, round trips. */
@NullMarked
package io.quorate.bench.port;

import org.jspecify.annotations.NullMarked;
