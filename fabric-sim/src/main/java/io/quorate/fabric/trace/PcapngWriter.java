package io.quorate.fabric.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a packet capture in pcapng (draft-ietf-opsawg-pcapng), which Wireshark and tshark open:
 * one section, an interface description for each port, frames whole and with nanosecond times, and
 * comments. Streams: what is in memory is one buffer. For use by one thread.
 */
public final class PcapngWriter implements AutoCloseable {

  /** Which way a frame passed its interface, as the packet block's flags say it. */
  public enum Direction {
    /** Into the node. */
    INBOUND(1),
    /** Out of the node. */
    OUTBOUND(2);

    private final int flags;

    Direction(int flags) {
      this.flags = flags;
    }
  }

  private static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int ENHANCED_PACKET = 6;

  private static final int LINKTYPE_ETHERNET = 1;

  /** Wireshark's link type for a message of any protocol; ours are syslog messages. */
  private static final int LINKTYPE_UPPER_PDU = 252;

  private static final int OPTION_END = 0;
  private static final int OPTION_COMMENT = 1;
  private static final int SHB_USERAPPL = 4;
  private static final int IF_NAME = 2;
  private static final int IF_DESCRIPTION = 3;
  private static final int IF_TSRESOL = 9;
  private static final int EPB_FLAGS = 2;

  private static final byte NANOSECONDS = 9;
  private static final int UPPER_PDU_DISSECTOR_NAME = 12;
  private static final String TEXT_DISSECTOR = "syslog";

  /** Priority of a syslog message: facility user, severity notice. */
  private static final String TEXT_PRIORITY = "<13>";

  private static final int BUFFER_BYTES = 1 << 18;

  /** Longest comment; longer ones are cut, since a block must fit the buffer. */
  private static final int COMMENT_CHARS_MAX = 2_000;

  private static final int FRAME_BYTES_MAX = 1 << 17;

  private final OutputStream out;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private int interfaceCount;
  private int blockStart;

  /**
   * Begins a capture.
   *
   * @param out receives the bytes and is closed in the end
   * @param comment about the whole capture, e.g. fabric and seed
   * @throws UncheckedIOException when writing fails; so do all methods
   */
  public PcapngWriter(OutputStream out, String comment) {
    this.out = out;
    begin(SECTION_HEADER);
    buffer.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
    option(OPTION_COMMENT, comment);
    option(SHB_USERAPPL, "Quorate");
    endOptions();
    end();
  }

  /**
   * Begins a capture in a file, which must not exist yet.
   *
   * @throws UncheckedIOException when it exists or cannot be created
   */
  public static PcapngWriter create(Path file, String comment) {
    try {
      return new PcapngWriter(
          Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
          comment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds an interface whose packets are Ethernet frames.
   *
   * @param name e.g. {@code S1:2}
   * @param description e.g. {@code S1 port 2, to S2}
   * @return its number, for {@link #frame}
   */
  public int addPort(String name, String description) {
    return addInterface(LINKTYPE_ETHERNET, name, description);
  }

  /**
   * Adds an interface whose packets are lines of text, for what happens without a frame.
   *
   * @return its number, for {@link #text}
   */
  public int addTextInterface(String name, String description) {
    return addInterface(LINKTYPE_UPPER_PDU, name, description);
  }

  private int addInterface(int linkType, String name, String description) {
    begin(INTERFACE_DESCRIPTION);
    buffer.putShort((short) linkType).putShort((short) 0).putInt(0);
    option(IF_NAME, name);
    option(IF_DESCRIPTION, description);
    buffer.putShort((short) IF_TSRESOL).putShort((short) 1).put(NANOSECONDS);
    pad();
    endOptions();
    end();
    return interfaceCount++;
  }

  /**
   * Writes a frame.
   *
   * @param port from {@link #addPort}
   * @param timeNs nanoseconds since the run began
   * @param frame from the Ethernet destination on; at most 128 KiB, never cut
   * @param comment shown with the frame; empty for none
   */
  public void frame(int port, long timeNs, Direction direction, byte[] frame, String comment) {
    if (frame.length > FRAME_BYTES_MAX) {
      throw new IllegalArgumentException("frame of " + frame.length + " bytes");
    }
    beginPacket(port, timeNs, frame.length);
    buffer.put(frame);
    pad();
    if (!comment.isEmpty()) {
      option(OPTION_COMMENT, comment);
    }
    buffer.putShort((short) EPB_FLAGS).putShort((short) 4).putInt(direction.flags);
    endOptions();
    end();
  }

  /**
   * Writes a line of text.
   *
   * @param textInterface from {@link #addTextInterface}
   * @param timeNs nanoseconds since the run began
   */
  public void text(int textInterface, long timeNs, String text) {
    byte[] line = bytesOf(TEXT_PRIORITY + text);
    byte[] dissector = bytesOf(TEXT_DISSECTOR);
    int nameBytes = (dissector.length + 3) & ~3;
    beginPacket(textInterface, timeNs, 4 + nameBytes + 4 + line.length);
    // The PDU's own tags are big-endian, whatever the file's byte order.
    buffer.order(ByteOrder.BIG_ENDIAN);
    buffer.putShort((short) UPPER_PDU_DISSECTOR_NAME).putShort((short) nameBytes);
    buffer.put(dissector).put(new byte[nameBytes - dissector.length]);
    buffer.putInt(0);
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(line);
    pad();
    option(OPTION_COMMENT, text);
    endOptions();
    end();
  }

  private void beginPacket(int interfaceNumber, long timeNs, int packetBytes) {
    assert interfaceNumber >= 0 && interfaceNumber < interfaceCount : "a known interface";
    begin(ENHANCED_PACKET);
    buffer.putInt(interfaceNumber).putInt((int) (timeNs >>> 32)).putInt((int) timeNs);
    buffer.putInt(packetBytes).putInt(packetBytes);
  }

  private void begin(int blockType) {
    if (buffer.remaining() < FRAME_BYTES_MAX + 4 * COMMENT_CHARS_MAX + 1024) {
      flush();
    }
    blockStart = buffer.position();
    buffer.putInt(blockType).putInt(0);
  }

  private void end() {
    int blockBytes = buffer.position() - blockStart + 4;
    buffer.putInt(blockBytes);
    buffer.putInt(blockStart + 4, blockBytes);
  }

  private void option(int code, String text) {
    byte[] bytes = bytesOf(text);
    buffer.putShort((short) code).putShort((short) bytes.length).put(bytes);
    pad();
  }

  private void endOptions() {
    buffer.putShort((short) OPTION_END).putShort((short) 0);
  }

  private void pad() {
    while ((buffer.position() - blockStart & 3) != 0) {
      buffer.put((byte) 0);
    }
  }

  private static byte[] bytesOf(String text) {
    String cut = text.length() <= COMMENT_CHARS_MAX ? text : text.substring(0, COMMENT_CHARS_MAX);
    return cut.getBytes(StandardCharsets.UTF_8);
  }

  /** Hands what is buffered to the output. */
  public void flush() {
    try {
      out.write(buffer.array(), 0, buffer.position());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    buffer.clear();
  }

  /** Flushes and closes the output. */
  @Override
  public void close() {
    flush();
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
