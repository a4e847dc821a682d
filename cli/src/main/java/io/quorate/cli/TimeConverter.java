package io.quorate.cli;

import io.quorate.fabric.file.Units;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time on the command line, {@code 8s} or {@code 1.5ms}, at most a day, in nanoseconds. */
final class TimeConverter implements ITypeConverter<Long> {

  private static final long DAY_NS = 24L * 3_600 * 1_000_000_000;

  @Override
  public Long convert(String text) {
    return Units.timeNs(
        (what, mend) -> new TypeConversionException(what + "; " + mend), text, 0, DAY_NS);
  }
}
