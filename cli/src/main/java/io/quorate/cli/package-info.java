/**
 * The quorate command and nothing else: each verb reads its arguments, calls one library, prints.
 */
@NullMarked
package io.quorate.cli;

import org.jspecify.annotations.NullMarked;
