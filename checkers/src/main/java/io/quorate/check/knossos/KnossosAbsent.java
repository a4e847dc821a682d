package io.quorate.check.knossos;

/** Knossos is not on the class path. The message is one line that says how to put it there. */
public final class KnossosAbsent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says how to put Knossos there. */
  public KnossosAbsent() {
    super(
        "Knossos is not on the class path; build with mvn -Pknossos, or name its jars in"
            + " QUORATE_CLASSPATH, see docs/checkers.md");
  }
}
