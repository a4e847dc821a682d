package io.quorate.fabric.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that is written under a name of its own and moved to its place when it is whole, or
 * discarded with everything that was made for it.
 */
final class Draft {

  private final Path directory;

  /** Directories above it that were made for it, the outermost last. */
  private final List<Path> above = new ArrayList<>();

  Draft(Path directory) {
    this.directory = directory;
  }

  /** Makes the directory, empty; what an interrupted run left there goes. */
  void begin() throws IOException {
    for (Path each = directory.getParent();
        each != null && !Files.exists(each);
        each = each.getParent()) {
      above.add(each);
    }
    removeAll();
    Files.createDirectories(directory);
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  void write(String name, String text) throws IOException {
    Files.writeString(file(name), text, StandardCharsets.UTF_8);
  }

  void moveTo(Path place) throws IOException {
    Files.move(directory, place, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what was made, as far as that is possible; somebody else's files stay. */
  void discard() {
    try {
      removeAll();
      for (Path each : above) {
        Files.deleteIfExists(each);
      }
    } catch (IOException inUse) {
      // Whoever put something there meanwhile keeps it.
    }
  }

  private void removeAll() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(directory)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : inside) {
      Files.delete(each);
    }
  }
}
