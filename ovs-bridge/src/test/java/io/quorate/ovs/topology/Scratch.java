package io.quorate.ovs.topology;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A root of live fabrics that is this test's alone; closing it leaves nothing, whatever failed. */
public final class Scratch implements AutoCloseable {

  private final Path root;

  public Scratch() {
    try {
      root = Files.createTempDirectory("q");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The root. */
  public Path root() {
    return root;
  }

  /** A description that comes with the project. */
  public static Path file(String fabric) {
    return Path.of(System.getProperty("quorate.root", ".."), "fabrics", fabric + ".yaml");
  }

  /** As above, read. */
  public static Fabric fabric(String name) {
    return FabricFile.read(file(name));
  }

  /** Builds a fabric that comes with the project. */
  public LiveFabric up(String name, UpOptions options) {
    return LiveFabric.up(fabric(name), file(name), options.withRoot(root));
  }

  /** What a command says, run without a fabric. */
  public String run(String... command) {
    return new Shell(root).run(command);
  }

  /** What a command says, run in a namespace. */
  public String runIn(String namespace, String... command) {
    return new Shell(root)
        .run(
            Stream.concat(Shell.in(namespace).stream(), List.of(command).stream())
                .toArray(String[]::new));
  }

  /** Everything of a fabric that is left: namespaces, processes and files. */
  public List<String> leftovers(String fabric) {
    Path directory = root.resolve(fabric);
    List<String> left = new ArrayList<>();
    LiveNames names = new LiveNames(fabric(fabric), directory);
    names.namespaces().stream().filter(Namespaces::exists).forEach(left::add);
    RunningProcess.allOf(directory, Set.of())
        .forEach(each -> left.add(each.name() + " " + each.pid()));
    if (Files.exists(directory)) {
      left.add(directory.toString());
    }
    return left;
  }

  @Override
  public void close() {
    try (var directories = Files.list(root)) {
      directories.forEach(LiveFabric::down);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Files.deleteIfExists(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
