/**
 * What every engine is given beside the history and the model, a budget, and what it gives back, a
 * verdict in three values with its explanation. Knows no engine.
 */
@NullMarked
package io.quorate.check.verdict;

import org.jspecify.annotations.NullMarked;
