package io.quorate.cli;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time on the command line, {@code 8s} or {@code 1.5ms}, at most a day, in nanoseconds. */
final class TimeConverter implements ITypeConverter<Long> {

  private static final Pattern TIME =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ns|us|ms|s|min)");
  private static final long DAY_NS = 24L * 3_600 * 1_000_000_000;

  @Override
  public Long convert(String text) {
    if (text.strip().equals("0")) {
      return 0L;
    }
    Matcher matcher = TIME.matcher(text.strip());
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no time; write a number and ns, us, ms, s or min, like 8s");
    }
    long ns =
        new BigDecimal(matcher.group(1))
            .multiply(BigDecimal.valueOf(unitNs(matcher.group(2))))
            .longValue();
    if (ns > DAY_NS) {
      throw new TypeConversionException("'" + text + "' is longer than a day");
    }
    return ns;
  }

  private static long unitNs(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000;
      case "min" -> 60_000_000_000L;
      default -> throw new AssertionError("no unit: " + unit);
    };
  }
}
