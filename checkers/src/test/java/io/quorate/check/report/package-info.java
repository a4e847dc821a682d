/** Tests of the pages, in a real browser where there is one. */
@NullMarked
package io.quorate.check.report;

import org.jspecify.annotations.NullMarked;
