/**
 * Verdicts as pages for a browser. What is drawn comes from a history and a verdict; nothing here
 * judges.
 */
@NullMarked
package io.quorate.check.report;

import org.jspecify.annotations.NullMarked;
