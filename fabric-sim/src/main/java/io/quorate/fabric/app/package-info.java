/**
 * The replicated application: a key-value service, and clients that ask it and write down what they
 * learn. It knows neither what carries its datagrams nor what its time is.
 */
@NullMarked
package io.quorate.fabric.app;

import org.jspecify.annotations.NullMarked;
