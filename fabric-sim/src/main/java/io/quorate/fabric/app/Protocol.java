package io.quorate.fabric.app;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the clients of a workload and the hosts of a service speak over UDP. */
public enum Protocol {

  /** The protocol of {@link KeyValueService}, which remembers what it answered. */
  KEY_VALUE("kv", true, true),

  /**
   * Memcached's text protocol over UDP. It remembers no answers, so a write is never sent twice;
   * and a compare-and-set names the version that a read told, not a value.
   */
  MEMCACHED("memcached", false, false);

  private final String text;
  private final boolean remembersAnswers;
  private final boolean comparesValues;

  Protocol(String text, boolean remembersAnswers, boolean comparesValues) {
    this.text = text;
    this.remembersAnswers = remembersAnswers;
    this.comparesValues = comparesValues;
  }

  /** The word that a workload begins with. */
  public String text() {
    return text;
  }

  /** True if a write that is repeated, because no answer came, is executed once. */
  boolean remembersAnswers() {
    return remembersAnswers;
  }

  /** True if a compare-and-set names the old value: whoever wrote it knows it without a read. */
  boolean comparesValues() {
    return comparesValues;
  }

  /** A new service that speaks it, with nothing in it. */
  public UdpService service() {
    return switch (this) {
      case KEY_VALUE -> new KeyValueService();
      case MEMCACHED -> new MemcachedService();
    };
  }

  /**
   * What tells a client's request from its others, in the datagram of the request and in those of
   * its answers; empty if a datagram is neither.
   */
  public String request(byte[] datagram) {
    return switch (this) {
      case KEY_VALUE -> {
        String text = new String(datagram, StandardCharsets.ISO_8859_1);
        int second = text.indexOf(' ', text.indexOf(' ') + 1);
        yield second < 0 ? "" : text.substring(0, second);
      }
      case MEMCACHED -> {
        MemcachedFrame frame = MemcachedFrame.read(datagram);
        yield frame == null ? "" : "request " + frame.id();
      }
    };
  }

  /** The one that a workload's first word names. */
  static Optional<Protocol> named(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }

  /** The words. */
  static List<String> texts() {
    return Arrays.stream(values()).map(Protocol::text).toList();
  }
}
