/**
 * The quorate command and nothing else: each verb reads its arguments, calls one library, prints.
 * What a user can get wrong ends in one line on standard error and exit code 2.
 */
@NullMarked
package io.quorate.cli;

import org.jspecify.annotations.NullMarked;
