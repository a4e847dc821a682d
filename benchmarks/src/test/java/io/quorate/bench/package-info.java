/** Whether the benchmarks run; never how fast. */
@NullMarked
package io.quorate.bench;

import org.jspecify.annotations.NullMarked;
