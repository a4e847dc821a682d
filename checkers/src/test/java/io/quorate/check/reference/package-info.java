/** Every engine and every model against the definition of linearizability, tried word for word. */
@NullMarked
package io.quorate.check.reference;

import org.jspecify.annotations.NullMarked;
