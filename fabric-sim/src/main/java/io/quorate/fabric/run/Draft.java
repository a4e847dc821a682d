package io.quorate.fabric.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that is written under a name of its own and moved to its place when it is whole, or
 * discarded with everything that was made for it. Its name, {@code .PLACE.N.part}, is nobody
 * else's: of several drafts for one place each has another number.
 */
final class Draft {

  /** Most drafts, living and left over, for one place. */
  private static final int NUMBER_MAX = 10_000;

  private final Path directory;

  /** Directories above it that were made for it, the outermost last. */
  private final List<Path> above;

  private Draft(Path directory, List<Path> above) {
    this.directory = directory;
    this.above = List.copyOf(above);
  }

  /**
   * Makes an empty directory beside a place, and whatever is missing above it.
   *
   * @throws IOException if that cannot be; then nothing is left
   */
  static Draft beside(Path place) throws IOException {
    List<Path> above = new ArrayList<>();
    for (Path each = place.getParent();
        each != null && !Files.exists(each);
        each = each.getParent()) {
      above.add(each);
    }
    try {
      if (!above.isEmpty()) {
        Files.createDirectories(above.getFirst());
      }
      return new Draft(create(place), above);
    } catch (IOException e) {
      remove(above);
      throw e;
    }
  }

  private static Path create(Path place) throws IOException {
    for (int number = 1; ; number++) {
      Path directory = place.resolveSibling("." + place.getFileName() + "." + number + ".part");
      try {
        return Files.createDirectory(directory);
      } catch (FileAlreadyExistsException somebodyElses) {
        if (number == NUMBER_MAX) {
          throw somebodyElses;
        }
      }
    }
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  void write(String name, String text) throws IOException {
    Files.writeString(file(name), text, StandardCharsets.UTF_8);
  }

  /**
   * Moves the directory, all at once.
   *
   * @throws FileAlreadyExistsException if something is there, which stays as it is
   */
  void moveTo(Path place) throws IOException {
    refuseTaken(place);
    try {
      Files.move(directory, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Somebody may have been faster; the system says so in many ways.
      refuseTaken(place);
      throw e;
    }
  }

  private static void refuseTaken(Path place) throws FileAlreadyExistsException {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(place.toString());
    }
  }

  /** Removes what was made, as far as that is possible; somebody else's files stay. */
  void discard() {
    if (Files.exists(directory)) {
      try (Stream<Path> walk = Files.walk(directory)) {
        remove(walk.sorted(Comparator.reverseOrder()).toList());
      } catch (IOException unreadable) {
        return;
      }
    }
    remove(above);
  }

  private static void remove(List<Path> innermostFirst) {
    try {
      for (Path each : innermostFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException inUse) {
      // Whoever put something there meanwhile keeps it.
    }
  }
}
