package io.quorate.fabric.file;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the known word that somebody probably meant. */
public final class Nearest {

  /** Longer words are not compared: the comparison is quadratic. */
  private static final int WORD_CHARS_MAX = 64;

  /** How many known words a message lists at most. */
  private static final int LISTED_MAX = 12;

  private Nearest() {}

  /**
   * How to mend an unknown word: {@code did you mean "latency"?}, or the known words where none is
   * near.
   *
   * @param what what the known words are, in the plural, e.g. {@code "the keys are"}
   */
  public static String advice(String word, Collection<String> known, String what) {
    return of(word, known)
        .map(near -> "did you mean \"" + near + "\"?")
        .orElseGet(() -> what + " " + listed(known));
  }

  /**
   * The nearest known word, if one alone is nearest and within a third of the word's length in
   * edits: a mistyped {@code S9} is as near to S1 as to S2, so neither is offered.
   */
  public static Optional<String> of(String word, Collection<String> known) {
    if (word.length() > WORD_CHARS_MAX) {
      return Optional.empty();
    }
    String lower = word.toLowerCase(Locale.ROOT);
    @Nullable String best = null;
    int bestEdits = Math.max(1, word.length() / 3) + 1;
    for (String candidate : known) {
      int edits = edits(lower, candidate.toLowerCase(Locale.ROOT));
      if (edits < bestEdits) {
        best = candidate;
        bestEdits = edits;
      } else if (edits == bestEdits) {
        best = null;
      }
    }
    return Optional.ofNullable(best);
  }

  private static String listed(Collection<String> known) {
    if (known.isEmpty()) {
      return "none";
    }
    String first = String.join(", ", known.stream().limit(LISTED_MAX).toList());
    return known.size() > LISTED_MAX ? first + ", …" : first;
  }

  /** Edit distance with transposition of neighbours (Damerau, optimal string alignment). */
  private static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        d[i][j] = swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
      }
    }
    return d[a.length()][b.length()];
  }
}
