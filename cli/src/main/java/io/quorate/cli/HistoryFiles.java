package io.quorate.cli;

import io.quorate.fabric.file.BadFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The histories that a user names: files, and all that are in directories. */
final class HistoryFiles {

  private static final String SUFFIXES = "edn, jsonl, json or log";

  private HistoryFiles() {}

  /**
   * Files as they are named; for a directory all files in it, and below it, that end as histories
   * do, in the order of their names. A run's directory stands for its history.
   *
   * @throws BadFile if there is no history in a directory, or it cannot be read
   */
  static List<Path> of(List<Path> named) {
    List<Path> files = new ArrayList<>();
    for (Path path : named) {
      if (Files.isDirectory(path)) {
        files.addAll(inside(path));
      } else {
        files.add(path);
      }
    }
    return files;
  }

  private static List<Path> inside(Path directory) {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(HistoryFiles::isHistory).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw BadFile.whole(
          directory.toString(), "cannot be read: " + e.getMessage(), "name files instead");
    }
    if (files.isEmpty()) {
      throw BadFile.whole(
          directory.toString(),
          "is a directory without a file that ends in " + SUFFIXES,
          "name a file");
    }
    return files;
  }

  private static boolean isHistory(Path file) {
    String name = String.valueOf(file.getFileName());
    return Files.exists(file.resolveSibling("scenario.yaml"))
        ? name.equals("history.edn")
        : name.matches(".*\\.(edn|jsonl?|log)") && Files.isRegularFile(file);
  }
}
