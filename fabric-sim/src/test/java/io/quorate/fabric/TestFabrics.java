package io.quorate.fabric;

import io.quorate.fabric.file.TextFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The fabrics that come with Quorate, and small ones written for a test. */
public final class TestFabrics {

  /** Names of the shipped fabrics. */
  public static final List<String> SHIPPED =
      List.of("wan-three", "wan-three-kv", "leaf-spine-five");

  private TestFabrics() {}

  /** The root of the repository. */
  public static Path root() {
    return Path.of(System.getProperty("quorate.root", ".."));
  }

  /** A fabric that comes with Quorate. */
  public static Fabric shipped(String name) {
    return FabricFile.read(root().resolve("fabrics").resolve(name + ".yaml"));
  }

  /** The file of a fabric that comes with Quorate. */
  public static String text(String name) {
    return TextFile.read(root().resolve("fabrics").resolve(name + ".yaml")).text();
  }

  /** The fabric that the lines of a file describe. */
  public static Fabric parse(String... lines) {
    String text = String.join("\n", lines) + "\n";
    return FabricFile.parse(TextFile.of("test.yaml", text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A shipped fabric with flows of the user's own; the first of them stands on line 2. */
  public static Fabric withFlows(String name, String... flows) {
    String shipped = TextFile.read(root().resolve("fabrics").resolve(name + ".yaml")).text();
    return parse("flows: |\n  " + String.join("\n  ", flows) + "\n" + shipped);
  }

  /** A shipped fabric with one text in the place of another, wherever that stands. */
  public static Fabric changed(String name, String old, String other) {
    String shipped = TextFile.read(root().resolve("fabrics").resolve(name + ".yaml")).text();
    if (!shipped.contains(old)) {
      throw new IllegalArgumentException(name + " has no " + old);
    }
    return parse(shipped.replace(old, other));
  }

  /** A shipped fabric whose client is answered when so many hosts agree. */
  public static Fabric agreeing(int hosts) {
    return changed("wan-three", "agree: 1", "agree: " + hosts);
  }

  /** The host with this name. */
  public static Host host(Fabric fabric, String name) {
    return fabric.hosts().stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The switch with this name. */
  public static Switch switchNamed(Fabric fabric, String name) {
    return fabric.switches().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
