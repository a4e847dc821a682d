package io.quorate.cli;

import io.quorate.check.txn.KeyOrder;
import io.quorate.check.txn.Level;
import io.quorate.check.txn.Terms;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is asked of transactions, banks and sets, as options of the command line. */
final class TermsOptions {

  @Option(
      names = "--level",
      paramLabel = "NAME",
      description =
          "What transactions must keep, such as serializable or snapshot-isolation. Default:"
              + " strict-serializable.")
  private @Nullable String levelName;

  @Option(
      names = "--key-order",
      paramLabel = "HOW",
      description =
          "What you vouch for about each key of rw-register by itself, so that more can be"
              + " inferred: linearizable, sequential or unknown. Default: unknown.")
  private @Nullable String keyOrderName;

  @Option(
      names = "--closed-world",
      description =
          "Nobody but the history's transactions writes: in rw-register, a read of a value that"
              + " none of them wrote is an anomaly.")
  private boolean closedWorld;

  @Option(
      names = "--total",
      paramLabel = "N",
      description = "Sum of a bank's balances. Default: what the first read shows.")
  private @Nullable Long total;

  @Option(names = "--overdraft", description = "A bank's balances may be below zero.")
  private boolean overdraft;

  @Option(
      names = "--prompt",
      description =
          "In set-full an element may not come late: it is in each read that begins later.")
  private boolean prompt;

  /**
   * The terms.
   *
   * @throws BadFile if a name is none
   */
  Terms terms() {
    return new Terms(level(), keyOrder(), closedWorld, total, overdraft, prompt);
  }

  /**
   * The options that were given and mean nothing for a model.
   *
   * @param model a name, of a workload or not
   */
  List<String> idle(String model) {
    boolean registers = model.equals("rw-register");
    boolean bank = model.equals("bank");
    List<String> idle = new ArrayList<>();
    if (levelName != null && !registers && !model.equals("list-append")) {
      idle.add("--level " + levelName);
    }
    if (keyOrderName != null && !registers) {
      idle.add("--key-order " + keyOrderName);
    }
    if (closedWorld && !registers) {
      idle.add("--closed-world");
    }
    if (total != null && !bank) {
      idle.add("--total " + total);
    }
    if (overdraft && !bank) {
      idle.add("--overdraft");
    }
    if (prompt && !model.equals("set-full")) {
      idle.add("--prompt");
    }
    return idle;
  }

  private Level level() {
    if (levelName == null) {
      return Level.STRICT_SERIALIZABLE;
    }
    Level level = Level.named(levelName);
    if (level == null) {
      throw BadFile.whole(
          "--level " + levelName,
          "no such level",
          Nearest.advice(levelName, Level.names(), "there are"));
    }
    return level;
  }

  private KeyOrder keyOrder() {
    if (keyOrderName == null) {
      return KeyOrder.UNKNOWN;
    }
    return Stream.of(KeyOrder.values())
        .filter(order -> order.name().toLowerCase(Locale.ROOT).equals(keyOrderName))
        .findFirst()
        .orElseThrow(
            () ->
                BadFile.whole(
                    "--key-order " + keyOrderName,
                    "no such order",
                    "write linearizable, sequential or unknown"));
  }
}
