package io.quorate.ovs.topology;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a fabric is built.
 *
 * @param root directory that holds a directory for each live fabric
 * @param links what links are made of
 * @param portType how the switches read and write their ports
 * @param socketBufferBytes buffer of each of the switches' sockets; 0 = what the kernel gives
 * @param seed of what links draw
 * @param capture file for every frame on every link, which must not exist yet; null for none. Only
 *     with emulated links
 */
public record UpOptions(
    Path root,
    LinkMode links,
    PortType portType,
    int socketBufferBytes,
    long seed,
    @Nullable Path capture) {

  /** Environment variable that names another root. */
  public static final String ROOT_VARIABLE = "QUORATE_RUN";

  private static final Path ROOT = Path.of("/run/quorate");
  private static final int SOCKET_BUFFER_BYTES = 4 << 20;

  /** The usual root or that of {@link #ROOT_VARIABLE}, emulated links, buffers of 4 MiB. */
  public static UpOptions defaults() {
    return new UpOptions(
        defaultRoot(), LinkMode.EMULATED, PortType.SYSTEM, SOCKET_BUFFER_BYTES, 1, null);
  }

  /** {@code /run/quorate}, or what {@link #ROOT_VARIABLE} says. */
  public static Path defaultRoot() {
    String named = System.getenv(ROOT_VARIABLE);
    return named == null || named.isEmpty() ? ROOT : Path.of(named);
  }

  public UpOptions withRoot(Path other) {
    return new UpOptions(other, links, portType, socketBufferBytes, seed, capture);
  }

  public UpOptions withLinks(LinkMode other) {
    return new UpOptions(root, other, portType, socketBufferBytes, seed, capture);
  }

  public UpOptions withPortType(PortType other) {
    return new UpOptions(root, links, other, socketBufferBytes, seed, capture);
  }

  public UpOptions withSocketBufferBytes(int other) {
    return new UpOptions(root, links, portType, other, seed, capture);
  }

  public UpOptions withSeed(long other) {
    return new UpOptions(root, links, portType, socketBufferBytes, other, capture);
  }

  public UpOptions withCapture(Path file) {
    return new UpOptions(root, links, portType, socketBufferBytes, seed, file);
  }

  /** Where a fabric of this name has its state. */
  public Path runDirectory(String fabric) {
    return root.toAbsolutePath().normalize().resolve(fabric);
  }
}
