/** The write-ahead log beside what its disk can do. */
@NullMarked
package io.quorate.bench.store;

import org.jspecify.annotations.NullMarked;
