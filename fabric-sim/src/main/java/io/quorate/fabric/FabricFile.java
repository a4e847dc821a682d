package io.quorate.fabric;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.TextFile;
import io.quorate.fabric.file.YamlFile;
import java.nio.file.Path;

/**
 * Fabric files: {@code docs/fabric-file.md} says what may stand in them. All methods may be called
 * from any thread.
 */
public final class FabricFile {

  private FabricFile() {}

  /**
   * Reads and checks a fabric.
   *
   * @throws BadFile if the file cannot be read, or anything in it is wrong
   */
  public static Fabric read(Path path) {
    return parse(TextFile.read(path));
  }

  /**
   * Checks a fabric that has been read already.
   *
   * @throws BadFile if anything in it is wrong
   */
  public static Fabric parse(TextFile file) {
    return FabricReader.read(YamlFile.parse(file), false);
  }

  /**
   * As {@link #parse}, of a network that was found and not designed for this: clients may be on
   * members of the group, too.
   *
   * @throws BadFile if anything in it is wrong
   */
  public static Fabric parseFound(TextFile file) {
    return FabricReader.read(YamlFile.parse(file), true);
  }

  /**
   * The fabric as YAML with nothing left to defaults; it reads back equal, in this version and in a
   * later one whose defaults differ.
   */
  public static String write(Fabric fabric) {
    return FabricWriter.write(fabric);
  }
}
