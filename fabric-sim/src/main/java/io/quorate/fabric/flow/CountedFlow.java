package io.quorate.fabric.flow;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A flow entry, and what it has counted.
 *
 * @param flow the entry
 * @param packets frames that it was executed for
 * @param bytes of those frames, as they came into the switch
 */
public record CountedFlow(Flow flow, long packets, long bytes) {

  private static final Pattern SEEN = Pattern.compile("n_packets=(\\d{1,18}),n_bytes=(\\d{1,18}),");

  /** As a dump shows it: canonical syntax with counters. */
  @Override
  public String toString() {
    return FlowText.of(this, Names.NONE);
  }

  /**
   * Reads a line of a dump, as {@link #toString} writes it.
   *
   * @throws FlowSyntaxException if it is none, or has no counters
   */
  public static CountedFlow parse(String line) {
    Matcher seen = SEEN.matcher(line);
    if (!seen.find()) {
      throw new FlowSyntaxException("'" + line + "' has no n_packets=N,n_bytes=N");
    }
    return new CountedFlow(
        FlowSyntax.flow(line, Names.NONE),
        Long.parseLong(seen.group(1)),
        Long.parseLong(seen.group(2)));
  }
}
