/** Tests of the search. */
@NullMarked
package io.quorate.check.search;

import org.jspecify.annotations.NullMarked;
