package io.quorate.check.txn;

import io.quorate.check.verdict.Exhaustion;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Transactions} says of a history.
 *
 * <p>{@code INVALID} is proof: what is listed happened, and the level forbids it. {@code VALID}
 * says that nothing forbidden can be inferred from what was seen; where {@code proven} is true it
 * is proof too, for then an order of the transactions was found that explains all that they saw.
 *
 * @param workload the rules
 * @param ruling the answer
 * @param level what was asked of transactions; null for a bank, a counter or a set
 * @param anomalies what was found, the gravest first, a few of each kind; of what the level allows
 *     too
 * @param counts how many of each kind were found; of cycles, in how many places
 * @param ruledOut the levels that are not kept
 * @param remarks what a reader of the answer should know, each a sentence
 * @param proven whether a valid answer is proof that the transactions keep the level
 * @param why what ran out, if something did
 * @param judged operations that could tell something
 * @param dependencies dependencies that were found between transactions
 */
public record Judgement(
    Workload workload,
    Ruling ruling,
    @Nullable Level level,
    List<Anomaly> anomalies,
    Map<AnomalyKind, Integer> counts,
    Set<Level> ruledOut,
    List<String> remarks,
    boolean proven,
    @Nullable Exhaustion why,
    int judged,
    long dependencies) {

  /** Copies the collections. */
  public Judgement {
    anomalies = List.copyOf(anomalies);
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    Set<Level> levels = EnumSet.noneOf(Level.class);
    levels.addAll(ruledOut);
    ruledOut = Collections.unmodifiableSet(levels);
    remarks = List.copyOf(remarks);
  }

  /** The answer in sentences for a person, several lines without a trailing newline. */
  public String explanation() {
    StringBuilder text = new StringBuilder(headline());
    for (Anomaly anomaly : anomalies) {
      text.append('\n').append(anomaly.kind().word()).append(": ").append(anomaly.account());
    }
    if (!ruledOut.isEmpty()) {
      text.append("\nruled out: ");
      text.append(ruledOut.stream().map(Level::word).collect(Collectors.joining(", ")));
    }
    for (String remark : remarks) {
      text.append("\nnote: ").append(remark);
    }
    return text.toString();
  }

  /** The first line of {@link #explanation}. */
  public String headline() {
    String what = level == null ? workload.word() : level.word();
    return switch (ruling) {
      case VALID -> valid(what);
      case INVALID -> (level == null ? "not a valid " : "not ") + what + ": " + tally();
      case UNKNOWN -> unknown();
    };
  }

  private String valid(String what) {
    String of = " in " + judged + (judged == 1 ? " operation" : " operations");
    if (level == null) {
      return "valid " + what + ": nothing amiss" + of;
    }
    String found = counts.isEmpty() ? "" : "; it allows " + tally();
    return proven
        ? what + ": an order explains all" + of.substring(" in".length()) + found
        : "no anomaly" + of + " rules out " + what + found;
  }

  private String unknown() {
    String reason =
        switch (why) {
          case TIME -> "the time budget is spent";
          case MEMORY -> "the memory budget is spent";
          case CANCELLED -> "cancelled";
          case UNSUITED -> "this history cannot be judged so";
          case null -> "the history does not tell";
        };
    String found = counts.isEmpty() ? "nothing forbidden was found until then" : "found " + tally();
    return "unknown: " + reason + (why == null ? "" : "; " + found);
  }

  private String tally() {
    return counts.entrySet().stream()
        .map(e -> e.getKey().word() + (e.getValue() > 1 ? " (" + e.getValue() + ")" : ""))
        .collect(Collectors.joining(", "));
  }
}
