/**
 * Verdicts made plain: the stretch of a history that fails by itself, and pages for a browser. What
 * is shown comes from a history and a verdict that was given elsewhere.
 */
@NullMarked
package io.quorate.check.report;

import org.jspecify.annotations.NullMarked;
