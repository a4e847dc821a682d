/**
 * What happened: operations with their invocations and completions, in the order in which they were
 * observed, and faults beside them as annotations. Recording, and reading and writing the formats
 * of Jepsen and its relatives. Nothing here judges a history.
 */
@NullMarked
package io.quorate.check.history;

import org.jspecify.annotations.NullMarked;
