package io.quorate.check.knossos;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Lets tests find Knossos: by the profile {@code knossos}, or where {@code -Dquorate.knossos} names
 * its jars and source folders as a class path.
 */
public final class KnossosPresence implements AutoCloseable {
  private final ClassLoader before = loader();

  private KnossosPresence() {
    String named = System.getProperty("quorate.knossos", "");
    if (!named.isEmpty()) {
      Thread.currentThread().setContextClassLoader(new URLClassLoader(urls(named), before));
    }
  }

  /** Until it is closed, Knossos is there; where it cannot be had the test is skipped. */
  public static KnossosPresence assumed() {
    KnossosPresence presence = new KnossosPresence();
    boolean there = Knossos.isPresent();
    if (!there) {
      presence.close();
    }
    Assumptions.assumeTrue(there, "Knossos is not on the class path (-Dquorate.knossos): skipped");
    return presence;
  }

  private static ClassLoader loader() {
    return Thread.currentThread().getContextClassLoader();
  }

  private static URL[] urls(String path) {
    List<URL> urls = new ArrayList<>();
    for (String entry : path.split(System.getProperty("path.separator"), -1)) {
      URI uri = Path.of(entry).toUri();
      try {
        urls.add(uri.toURL());
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException(entry, e);
      }
    }
    return urls.toArray(URL[]::new);
  }

  @Override
  public void close() {
    Thread.currentThread().setContextClassLoader(before);
  }
}
