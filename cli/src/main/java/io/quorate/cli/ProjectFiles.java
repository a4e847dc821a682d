package io.quorate.cli;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * Finds the fabric and fault files that a user names: where the name says, else in the project's
 * directory, else among those that are shipped inside the jar. So {@code fabrics/wan-three.yaml} is
 * found from everywhere.
 */
final class ProjectFiles {

  private final @Nullable Path home;

  ProjectFiles(@Nullable Path home) {
    this.home = home;
  }

  /**
   * Reads a file.
   *
   * @throws io.quorate.fabric.file.BadFile if there is none, or it cannot be read
   */
  TextFile read(String name) {
    Path given = path(name);
    if (Files.exists(given) || given.isAbsolute()) {
      return TextFile.read(given);
    }
    Path ours = home == null ? given : home.resolve(given);
    if (Files.exists(ours)) {
      return new TextFile(name, TextFile.read(ours).text());
    }
    TextFile shipped = shipped(name, given.normalize().toString());
    return shipped == null ? TextFile.read(given) : shipped;
  }

  private static Path path(String name) {
    try {
      return WordConverters.path(name);
    } catch (TypeConversionException e) {
      throw BadFile.whole(
          "'" + name + "'", "cannot be the name of a file", "give another, or set LC_ALL=C.UTF-8");
    }
  }

  private static @Nullable TextFile shipped(String name, String resource) {
    if (!resource.startsWith("fabrics/") && !resource.startsWith("faults/")) {
      return null;
    }
    try (InputStream in = ProjectFiles.class.getResourceAsStream("/" + resource)) {
      return in == null ? null : TextFile.of(name, in.readNBytes(TextFile.BYTES_MAX + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
