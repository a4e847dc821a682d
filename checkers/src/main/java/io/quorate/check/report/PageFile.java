package io.quorate.check.report;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Writes a file whole or not at all, over nothing but a regular file. */
final class PageFile {

  private static final int LINKS_MAX = 40;
  private static final int NAMES_MAX = 1_000;

  /** What is to be in the file. */
  interface Content {
    void write(Writer out) throws IOException;
  }

  private PageFile() {}

  /**
   * Writes the file.
   *
   * @throws FileSystemException if there is no writing it; it names this file, whatever stood in
   *     the way
   */
  static void write(Path file, Content content) throws IOException {
    try {
      Path target = target(file);
      Path part = fresh(target);
      try {
        try (Writer out =
            new OutputStreamWriter(Files.newOutputStream(part), StandardCharsets.UTF_8)) {
          content.write(out);
        }
        move(part, target);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (FileSystemException e) {
      FileSystemException told = new FileSystemException(file.toString(), null, reason(e));
      told.initCause(e);
      throw told;
    }
  }

  /** Where a file of this name is, or would be; a regular one. */
  private static Path target(Path file) throws IOException {
    if (Files.exists(file)) {
      if (!Files.isRegularFile(file)) {
        throw new FileSystemException(file.toString(), null, "is no regular file");
      }
      if (!Files.isWritable(file)) {
        throw new AccessDeniedException(file.toString());
      }
      return file.toRealPath();
    }
    Path target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == LINKS_MAX) {
        throw new FileSystemException(file.toString(), null, "too many symbolic links");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  /** A new file beside another, with the permissions that the user's new files have. */
  private static Path fresh(Path target) throws IOException {
    for (int number = 1; number <= NAMES_MAX; number++) {
      Path part = target.resolveSibling(".quorate-page." + number + ".part");
      try {
        Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
            .close();
        return part;
      } catch (FileAlreadyExistsException e) {
        // Another's, which is left alone: the next name.
      }
    }
    throw new FileSystemException(
        target.toString(), null, "too many .quorate-page.N.part stand beside it");
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String reason(FileSystemException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such directory";
      case AccessDeniedException _ -> "permission denied";
      default -> Objects.requireNonNullElse(e.getReason(), String.valueOf(e.getMessage()));
    };
  }
}
