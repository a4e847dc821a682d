import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds every Java source of the project to google-java-format.
 *
 * <p>{@code Format --check ROOT} names the files that differ and exits 1; {@code Format --fix ROOT} rewrites them.
 * Run by the build ({@code mvn verify}) and by {@code build/format}.
 */
public final class Format {
  public static void main(String[] args) throws IOException, FormatterException {
    if (args.length < 2 || !(args[0].equals("--check") || args[0].equals("--fix"))) {
      System.err.println("usage: Format --check|--fix ROOT");
      System.exit(2);
    }
    boolean fix = args[0].equals("--fix");
    Path root = Path.of(args[1]);
    int different = 0;
    for (Path file : sources(root)) {
      String before = Files.readString(file);
      String after;
      try {
        after = format(before);
      } catch (FormatterException e) {
        System.err.println(root.relativize(file) + ": cannot be parsed: " + e.getMessage());
        different++;
        continue;
      }
      if (after.equals(before)) {
        continue;
      }
      if (fix) {
        Files.writeString(file, after);
        System.out.println("formatted " + root.relativize(file));
      } else {
        different++;
        System.err.println("not formatted: " + root.relativize(file) + " (mend: build/format)");
      }
    }
    System.exit(different == 0 ? 0 : 1);
  }

  private static String format(String source) throws FormatterException {
    Formatter formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    String imports = ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.GOOGLE);
    return formatter.formatSource(RemoveUnusedImports.removeUnusedImports(imports));
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(f -> f.toString().endsWith(".java"))
          .filter(f -> f.toString().contains("/src/"))
          .filter(f -> !f.toString().contains("/target/"))
          .sorted()
          .toList();
    }
  }
}
