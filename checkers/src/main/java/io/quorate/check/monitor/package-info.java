/**
 * Engines that decide without a search: where a history tells its values apart, whether an order
 * exists can be read off the times at which each value came and went. A monitor judges a history of
 * its {@link io.quorate.check.model.Kind} in about the time of a sort, or says that it cannot; it
 * never guesses. Knows histories, models and, for what is left over, the search.
 */
@NullMarked
package io.quorate.check.monitor;

import org.jspecify.annotations.NullMarked;
