/**
 * How fast things are, measured. JMH classes named {@code …Benchmark}, one for each part of the
 * project; {@link io.quorate.bench.Table} runs them in rounds and prints what docs/benchmarks.md
 * records, and {@link io.quorate.bench.ProcessorTime} makes figures comparable on a machine that
 * others use at the same time.
 */
@NullMarked
package io.quorate.bench;

import org.jspecify.annotations.NullMarked;
