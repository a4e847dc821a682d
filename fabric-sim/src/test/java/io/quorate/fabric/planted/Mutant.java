package io.quorate.fabric.planted;

import io.quorate.check.Checker;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import io.quorate.paxos.Replica;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The core and the simulator with a bug in them: a class loader that defines both anew, with the
 * patched classes among them. All else, the checkers above all, is shared with who made it.
 */
final class Mutant extends ClassLoader {

  private static final List<String> DEFINED_ANEW =
      List.of("io.quorate.paxos.", "io.quorate.fabric.");

  private final Map<String, byte[]> patched;

  private Mutant(Map<String, byte[]> patched) {
    super(Mutant.class.getClassLoader());
    this.patched = patched;
    setDefaultAssertionStatus(true);
  }

  /**
   * Plants a bug.
   *
   * @throws IllegalStateException if its patch does not fit the source, or does not compile
   */
  static Mutant of(PlantedBug bug) {
    Map<String, String> sources = new TreeMap<>();
    for (PlantedBug.Edit edit : bug.edits()) {
      sources.merge(
          edit.file(), edit.applied(source(edit.file())), (before, once) -> edit.applied(before));
    }
    return new Mutant(compile(bug, sources));
  }

  /** The core and the simulator as they are. */
  static Mutant sound() {
    return new Mutant(Map.of());
  }

  private static String source(String file) {
    String module = file.startsWith("paxos/") ? "paxos-core" : "fabric-sim";
    Path path = Path.of(module, "src/main/java/io/quorate", file + ".java");
    try {
      return Files.readString(TestFabrics.root().resolve(path));
    } catch (IOException e) {
      throw new IllegalStateException("no source " + path, e);
    }
  }

  // ---------------------------------------------------------------- to compile

  private static Map<String, byte[]> compile(PlantedBug bug, Map<String, String> sources) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
    Map<String, ByteArrayOutputStream> classes = new TreeMap<>();
    List<Source> units =
        sources.entrySet().stream()
            .map(each -> new Source("io/quorate/" + each.getKey(), each.getValue()))
            .toList();
    try (JavaFileManager files =
        new InMemory(
            javac.getStandardFileManager(complaints, null, StandardCharsets.UTF_8), classes)) {
      boolean fine =
          javac
              .getTask(
                  null,
                  files,
                  complaints,
                  List.of("-classpath", classPath(), "-proc:none", "-nowarn"),
                  null,
                  units)
              .call();
      if (!fine) {
        throw new IllegalStateException(bug + " does not compile: " + complaints.getDiagnostics());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, byte[]> compiled = new TreeMap<>();
    classes.forEach((name, bytes) -> compiled.put(name, bytes.toByteArray()));
    return compiled;
  }

  private static String classPath() {
    return Stream.of(Replica.class, Fabric.class, Checker.class, Nullable.class)
        .map(Mutant::place)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String path, String text) {
      super(URI.create("string:///" + path + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    InMemory(JavaFileManager above, Map<String, ByteArrayOutputStream> classes) {
      super(above);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name + kind.extension), kind) {
        @Override
        public OutputStream openOutputStream() {
          return classes.computeIfAbsent(name, each -> new ByteArrayOutputStream());
        }
      };
    }
  }

  // ---------------------------------------------------------------- to load

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (DEFINED_ANEW.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] bytes = bytes(name);
        loaded = defineClass(name, bytes, 0, bytes.length);
      }
      return loaded;
    }
  }

  private byte[] bytes(String name) throws ClassNotFoundException {
    byte[] mutated = patched.get(name);
    if (mutated != null) {
      return mutated;
    }
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /**
   * The campaign, in this world: what is wrong with a seed's run on a fabric, nothing if it is
   * fine.
   */
  @SuppressWarnings("unchecked") // Trial is a function of these types; both are the JDK's.
  BiFunction<String, Long, List<String>> trial() {
    try {
      return (BiFunction<String, Long, List<String>>)
          loadClass(Trial.class.getName()).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
