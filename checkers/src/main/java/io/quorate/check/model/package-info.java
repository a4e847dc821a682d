/**
 * What an object should do: sequential specifications, against which a history is judged. A model
 * knows calls and states; it knows neither time nor concurrency, which are the engines' affair.
 */
@NullMarked
package io.quorate.check.model;

import org.jspecify.annotations.NullMarked;
