package io.quorate.fabric.file;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers with units, read and printed: times ({@code 1.5ms}), bandwidths ({@code 10Gbit/s}),
 * probabilities ({@code 0.1%} or {@code 0.001}) and counts ({@code 64 frames}). What is printed
 * reads back as the same number, exactly. Every reader throws {@link BadFile} for what it cannot
 * take.
 */
public final class Units {

  /** A bandwidth of 0 means not limited. */
  public static final String UNLIMITED = "unlimited";

  private static final Pattern QUANTITY =
      Pattern.compile("(\\d{1,19}(?:\\.\\d{1,19})?)\\s*([^\\d\\s.].*)?");
  private static final Pattern FACTOR = Pattern.compile("\\d{1,9}(\\.\\d{1,18})?");
  private static final Pattern COUNT = Pattern.compile("(\\d{1,18})(?:\\s*([a-z]+))?");

  /** Doubles print with an exponent where they are small, so it is read too. */
  private static final Pattern PROBABILITY =
      Pattern.compile("(\\d{1,20}(?:\\.\\d{1,20})?(?:[eE]-\\d{1,3})?)\\s*(%?)");

  private static final String RANGE_SIGN = "..";

  /** A unit and how many of the smallest it holds. */
  private record Scale(String unit, long factor) {}

  private static final List<Scale> TIMES =
      List.of(
          new Scale("s", 1_000_000_000),
          new Scale("ms", 1_000_000),
          new Scale("us", 1_000),
          new Scale("ns", 1));

  private static final List<Scale> MORE_TIMES =
      List.of(
          new Scale("min", 60_000_000_000L),
          new Scale("\u00b5s", 1_000), // micro sign
          new Scale("\u03bcs", 1_000)); // Greek mu

  private static final List<Scale> BANDWIDTHS =
      List.of(
          new Scale("Gbit/s", 1_000_000_000),
          new Scale("Mbit/s", 1_000_000),
          new Scale("kbit/s", 1_000),
          new Scale("bit/s", 1));

  private static final List<Scale> MORE_BANDWIDTHS =
      List.of(
          new Scale("Gbps", 1_000_000_000),
          new Scale("Mbps", 1_000_000),
          new Scale("kbps", 1_000),
          new Scale("bps", 1));

  private static final String TIME_EXAMPLE = "write a number and ns, us, ms, s or min, like 200us";
  private static final String BANDWIDTH_EXAMPLE =
      "write a number and bit/s, kbit/s, Mbit/s or Gbit/s, like 10Gbit/s, or unlimited";

  private Units() {}

  /** Makes an exception of what is wrong and how to mend it. */
  @FunctionalInterface
  public interface Complaint {
    RuntimeException bad(String what, String mend);
  }

  /** A span of time or a span of counts, both ends included. */
  public record Span(long min, long max) {}

  /** A time in nanoseconds, within the bounds (both included). */
  public static long timeNs(Entry entry, long minNs, long maxNs) {
    return timeNs(entry::bad, entry.text("a time, like 200us"), minNs, maxNs);
  }

  /**
   * A time that stands outside of a file, in nanoseconds, within the bounds (both included).
   *
   * @param complaint makes what is thrown if it is none
   */
  public static long timeNs(Complaint complaint, String text, long minNs, long maxNs) {
    long ns = scaled(complaint, text.strip(), TIMES, MORE_TIMES, TIME_EXAMPLE);
    return within(complaint, text, ns, minNs, maxNs, time(minNs), time(maxNs));
  }

  /** Two times in nanoseconds, {@code 80us..120us}, ascending and within the bounds. */
  public static Span timesNs(Entry entry, long minNs, long maxNs) {
    String text = entry.text("a span of time, like 80us..120us");
    int sign = text.indexOf(RANGE_SIGN);
    if (sign < 0) {
      throw entry.bad(Entry.quoted(text) + " is no span", "write two times, like 80us..120us");
    }
    return ascending(
        entry,
        text,
        timeNs(entry::bad, text.substring(0, sign), minNs, maxNs),
        timeNs(entry::bad, text.substring(sign + RANGE_SIGN.length()), minNs, maxNs));
  }

  /** True if the text is written as a span, {@code 80us..120us}. */
  public static boolean isSpan(String text) {
    return text.contains(RANGE_SIGN);
  }

  /** A time as a person writes it, exactly: {@code 1.5ms}. */
  public static String time(long ns) {
    return ns == 0 ? "0s" : printed(ns, TIMES);
  }

  /** Two times as a person writes them. */
  public static String times(long minNs, long maxNs) {
    return time(minNs) + RANGE_SIGN + time(maxNs);
  }

  /** A bandwidth in bits a second; 0 for {@code unlimited}. */
  public static long bitsPerSecond(Entry entry) {
    String text = entry.text("a bandwidth, like 10Gbit/s").strip();
    if (text.equals(UNLIMITED)) {
      return 0;
    }
    long bits = scaled(entry::bad, text, BANDWIDTHS, MORE_BANDWIDTHS, BANDWIDTH_EXAMPLE);
    long min = 1_000;
    long max = 1_000_000_000_000_000L;
    return within(entry::bad, text, bits, min, max, bandwidth(min), bandwidth(max));
  }

  /** A bandwidth as a person writes it; 0 is {@code unlimited}. */
  public static String bandwidth(long bitsPerSecond) {
    return bitsPerSecond == 0 ? UNLIMITED : printed(bitsPerSecond, BANDWIDTHS);
  }

  /** A probability, 0..1, from {@code 0.1%} or {@code 0.001}. */
  public static double probability(Entry entry) {
    String text = entry.text("a probability, like 1%").strip();
    Matcher matcher = PROBABILITY.matcher(text);
    if (!matcher.matches()) {
      throw entry.bad(
          Entry.quoted(text) + " is no probability", "write a percentage, like 0.1%, or 0.001");
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    BigDecimal share = matcher.group(2).isEmpty() ? number : number.movePointLeft(2);
    if (share.compareTo(BigDecimal.ONE) > 0) {
      throw entry.bad(Entry.quoted(text) + " is more than certain", "write 0% to 100%, or 0 to 1");
    }
    return share.doubleValue();
  }

  /** A probability as a percentage where that is short and exact, or else as a number. */
  public static String probability(double probability) {
    BigDecimal number = new BigDecimal(Double.toString(probability));
    String percent = number.movePointRight(2).stripTrailingZeros().toPlainString();
    return percent.length() <= 8 ? percent + "%" : Double.toString(probability);
  }

  /**
   * How many times as much: {@code 1.3}, {@code 0.5}.
   *
   * @param min least, and at least 0
   */
  public static double factor(Entry entry, double min, double max) {
    String text = entry.text("how many times as much, like 1.3").strip();
    if (!FACTOR.matcher(text).matches()) {
      throw entry.bad(Entry.quoted(text) + " is no factor", "write a number, like 1.3");
    }
    double factor = Double.parseDouble(text);
    if (factor < min || factor > max) {
      throw entry.bad(
          Entry.quoted(text) + " is out of range", "write " + factor(min) + " to " + factor(max));
    }
    return factor;
  }

  /** A factor as it is read back. */
  public static String factor(double factor) {
    return new BigDecimal(Double.toString(factor)).stripTrailingZeros().toPlainString();
  }

  /**
   * A whole number, with or without its unit.
   *
   * @param unit what is counted, in the plural, e.g. {@code "frames"}
   */
  public static long count(Entry entry, String unit, long min, long max) {
    return count(entry, entry.text("a number of " + unit), unit, min, max);
  }

  /** Two whole numbers, {@code 60..120 ticks}, ascending and within the bounds. */
  public static Span counts(Entry entry, String unit, long min, long max) {
    String text = entry.text("a span, like 60..120 " + unit);
    int sign = text.indexOf(RANGE_SIGN);
    if (sign < 0) {
      throw entry.bad(
          Entry.quoted(text) + " is no span", "write two numbers, like 60..120 " + unit);
    }
    return ascending(
        entry,
        text,
        count(entry, text.substring(0, sign), unit, min, max),
        count(entry, text.substring(sign + RANGE_SIGN.length()), unit, min, max));
  }

  private static long count(Entry entry, String text, String unit, long min, long max) {
    Matcher matcher = COUNT.matcher(text.strip());
    if (!matcher.matches() || !isUnit(matcher.group(2), unit)) {
      throw entry.bad(
          Entry.quoted(text) + " is no number of " + unit,
          "write a whole number, like " + Math.max(min, Math.min(max, 64)));
    }
    long number = Long.parseLong(matcher.group(1));
    return within(entry::bad, text, number, min, max, Long.toString(min), Long.toString(max));
  }

  /** {@code frames}, {@code frame} and nothing at all are all fine for frames. */
  private static boolean isUnit(@Nullable String written, String unit) {
    return written == null || written.equals(unit) || (written + "s").equals(unit);
  }

  private static long scaled(
      Complaint complaint, String text, List<Scale> common, List<Scale> more, String example) {
    Matcher matcher = QUANTITY.matcher(text);
    if (!matcher.matches()) {
      throw complaint.bad(Entry.quoted(text) + " is not understood", example);
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    String unit = matcher.group(2);
    if (unit == null) {
      if (number.signum() == 0) {
        return 0;
      }
      throw complaint.bad(Entry.quoted(text) + " lacks its unit", example);
    }
    BigDecimal exact =
        number.multiply(BigDecimal.valueOf(factor(complaint, unit, common, more, example)));
    BigDecimal whole = exact.setScale(0, RoundingMode.DOWN);
    if (whole.compareTo(exact) != 0) {
      String smallest = common.getLast().unit();
      throw complaint.bad(
          Entry.quoted(text) + " is not a whole number of " + smallest, "round it to 1" + smallest);
    }
    // Whatever does not fit is far above every bound that a caller has.
    return whole.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  private static long factor(
      Complaint complaint, String unit, List<Scale> common, List<Scale> more, String example) {
    for (List<Scale> scales : List.of(common, more)) {
      for (Scale scale : scales) {
        if (scale.unit().equals(unit)) {
          return scale.factor();
        }
      }
    }
    throw complaint.bad("unknown unit " + Entry.quoted(unit), example);
  }

  private static long within(
      Complaint complaint, String text, long value, long min, long max, String least, String most) {
    if (value < min || value > max) {
      throw complaint.bad(
          Entry.quoted(text) + " is out of range", "write something from " + least + " to " + most);
    }
    return value;
  }

  private static Span ascending(Entry entry, String text, long min, long max) {
    if (min > max) {
      throw entry.bad(Entry.quoted(text) + " runs backwards", "write the smaller one first");
    }
    return new Span(min, max);
  }

  /** In the largest unit of which there is at least one, with as many decimals as it takes. */
  private static String printed(long value, List<Scale> scales) {
    for (Scale scale : scales) {
      if (value >= scale.factor()) {
        // Factors are powers of ten, so the quotient is exact.
        BigDecimal number = BigDecimal.valueOf(value).divide(BigDecimal.valueOf(scale.factor()));
        return number.stripTrailingZeros().toPlainString() + scale.unit();
      }
    }
    throw new IllegalArgumentException("nothing to print for " + value);
  }
}
