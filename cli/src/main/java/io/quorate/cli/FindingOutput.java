package io.quorate.cli;

import java.nio.file.Path;

/** How findings are put on standard output, one after another. */
interface FindingOutput {

  /** Before the first. */
  default void begin() {}

  /** The next. */
  void add(Path file, Finding finding, long elapsedNs);

  /** After the last. */
  default void end() {}
}
