/**
 * The engine for every model: a depth-first search for an order of the operations that the model
 * explains, after Wing and Gong, and Lowe. Knows histories and models, and nothing of other
 * engines.
 */
@NullMarked
package io.quorate.check.search;

import org.jspecify.annotations.NullMarked;
