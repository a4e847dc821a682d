package io.quorate.ovs.openflow;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.ovs.json.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recorded bytes and answers of Open vSwitch beside the checkout; absent on other machines. */
public final class Shared {
  private Shared() {}

  private static Path file(String name) {
    Path root = Path.of(System.getProperty("quorate.root", ".."));
    Path path = root.resolve("../shared").resolve(name);
    assumeTrue(Files.isRegularFile(path), "no recordings of Open vSwitch at " + path);
    return path;
  }

  /** The objects of a file of JSON lines. */
  public static List<Map<?, ?>> cases(String name) throws IOException {
    List<Map<?, ?>> cases = new ArrayList<>();
    for (String line : Files.readAllLines(file(name))) {
      if (JsonText.parse(line) instanceof Map<?, ?> one) {
        cases.add(one);
      }
    }
    return cases;
  }

  /** What each end of each TCP connection in a capture said, in order; by its address and port. */
  public static Map<String, byte[]> streams(String name) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file(name))).order(ByteOrder.LITTLE_ENDIAN);
    in.position(24);
    Map<String, java.io.ByteArrayOutputStream> streams = new LinkedHashMap<>();
    while (in.remaining() >= 16) {
      int length = in.getInt(in.position() + 8);
      byte[] frame = new byte[length];
      in.position(in.position() + 16).get(frame);
      ByteBuffer packet = ByteBuffer.wrap(frame);
      int ip = 14;
      int tcp = ip + (packet.get(ip) & 0xf) * 4;
      int data = tcp + (packet.get(tcp + 12) >> 4 & 0xf) * 4;
      int end = ip + (packet.getShort(ip + 2) & 0xffff);
      int from = packet.getShort(tcp) & 0xffff;
      int to = packet.getShort(tcp + 2) & 0xffff;
      if (end > data) {
        streams
            .computeIfAbsent(from + " to " + to, key -> new java.io.ByteArrayOutputStream())
            .write(frame, data, end - data);
      }
    }
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    streams.forEach((key, stream) -> bytes.put(key, stream.toByteArray()));
    return bytes;
  }
}
