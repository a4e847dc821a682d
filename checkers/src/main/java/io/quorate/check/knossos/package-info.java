/**
 * Knossos, the checker of the Jepsen project, as a second opinion. Nothing here is needed by the
 * other engines, and Knossos itself is not part of this library: it is used when its namespaces are
 * on the class path. Only {@link io.quorate.check.knossos.Interop} and what it calls touch Clojure.
 */
@NullMarked
package io.quorate.check.knossos;

import org.jspecify.annotations.NullMarked;
