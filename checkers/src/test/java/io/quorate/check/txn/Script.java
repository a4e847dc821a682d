package io.quorate.check.txn;

import io.quorate.check.history.History;
import io.quorate.check.history.HistoryReader;
import io.quorate.check.history.Keying;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A history of transactions written down a line each: {@code process type steps}, such as {@code 0
 * ok [[:append :x 1]]}; {@code do} is an invocation and its return at once.
 */
final class Script {
  private Script() {}

  static History of(String... lines) {
    List<String> events = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", 3);
      switch (words[1]) {
        case "do" -> {
          events.add(event(words[0], "invoke", unread(words[2])));
          events.add(event(words[0], "ok", words[2]));
        }
        case "invoke" -> events.add(event(words[0], "invoke", unread(words[2])));
        default -> events.add(event(words[0], words[1], words[2]));
      }
    }
    return HistoryReader.read("script", new StringReader(String.join("\n", events)), Keying.PLAIN);
  }

  private static String event(String process, String type, String steps) {
    return String.format("{:process %s, :type :%s, :f :txn, :value %s}", process, type, steps);
  }

  /** Before a transaction returned nobody knows what it reads. */
  private static String unread(String steps) {
    return steps.replaceAll("(\\[:r :\\w+ )(\\[[^]]*]|[^\\[\\]]+)]", "$1nil]");
  }
}
