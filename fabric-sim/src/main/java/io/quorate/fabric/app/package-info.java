/**
 * The replicated application: a key-value service, another that speaks as memcached does, and
 * clients that ask them and write down what they learn. It knows neither what carries its datagrams
 * nor what its time is.
 */
@NullMarked
package io.quorate.fabric.app;

import org.jspecify.annotations.NullMarked;
