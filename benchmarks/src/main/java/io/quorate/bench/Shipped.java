package io.quorate.bench;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import java.nio.file.Path;

/** The fabrics that come with the project. */
final class Shipped {

  private Shipped() {}

  /**
   * Reads {@code fabrics/NAME.yaml} under the directory that the system property {@code
   * quorate.root} names, or the working directory.
   */
  static Fabric fabric(String name) {
    Path root = Path.of(System.getProperty("quorate.root", ""));
    return FabricFile.read(root.resolve("fabrics").resolve(name + ".yaml"));
  }
}
