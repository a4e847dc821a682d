package io.quorate.cli;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Words of the command line that are numbers or names of files. */
final class WordConverters {

  private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,100}");

  private WordConverters() {}

  static void register(CommandLine line) {
    line.registerConverter(long.class, text -> number(text, Long.MIN_VALUE, Long.MAX_VALUE));
    line.registerConverter(Long.class, text -> number(text, Long.MIN_VALUE, Long.MAX_VALUE));
    line.registerConverter(
        int.class, text -> (int) number(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
    line.registerConverter(Path.class, WordConverters::path);
  }

  private static long number(String text, long min, long max) {
    if (!WHOLE.matcher(text).matches()) {
      throw new TypeConversionException("'" + text + "' is not a whole number");
    }
    BigInteger number = new BigInteger(text);
    if (number.compareTo(BigInteger.valueOf(min)) < 0
        || number.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new TypeConversionException(
          "'" + text + "' is out of range; write a number from " + min + " to " + max);
    }
    return number.longValueExact();
  }

  /**
   * The file of this name.
   *
   * @throws TypeConversionException if no file can have it
   */
  static Path path(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("'' is no name of a file or directory");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "'" + text + "' cannot be the name of a file here (" + e.getReason() + ")");
    }
  }
}
