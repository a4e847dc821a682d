package io.quorate.check.knossos;

import io.quorate.check.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What Knossos finds.
 *
 * @param verdict its verdict; a valid one holds no orders, for Knossos gives none
 * @param remark why it cannot tell, in one line; null for nothing
 */
public record Opinion(Verdict verdict, @Nullable String remark) {}
