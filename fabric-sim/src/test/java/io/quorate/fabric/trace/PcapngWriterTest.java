package io.quorate.fabric.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.trace.PcapngWriter.Direction;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapngWriterTest {

  @TempDir private Path directory;

  private static byte[] frame(int bytes) {
    byte[] frame = new byte[bytes];
    for (int i = 0; i < 12; i++) {
      frame[i] = (byte) (i + 2);
    }
    frame[12] = (byte) 0x88;
    frame[13] = (byte) 0xb5;
    return frame;
  }

  @Test
  void the_blocks_are_those_of_the_specification() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PcapngWriter writer = new PcapngWriter(out, "abc")) {
      int port = writer.addPort("S1", "x");
      writer.frame(port, 0x1_0000_0002L, Direction.OUTBOUND, frame(15), "");
    }
    String section =
        "0a0d0d0a 34000000 4d3c2b1a 0100 0000 ffffffffffffffff"
            + "0100 0300 61626300 0400 0700 51756f7261746500 0000 0000 34000000";
    String description =
        "01000000 30000000 0100 0000 00000000"
            + "0200 0200 53310000 0300 0100 78000000 0900 0100 09000000 0000 0000 30000000";
    String packet =
        "06000000 3c000000 00000000 01000000 02000000 0f000000 0f000000"
            + "02030405060708090a0b0c0d88b50000 0200 0400 02000000 0000 0000 3c000000";
    assertThat(HexFormat.of().formatHex(out.toByteArray()))
        .isEqualTo((section + description + packet).replace(" ", ""));
  }

  @Test
  void tshark_reads_interfaces_times_directions_and_comments() throws Exception {
    Path file = directory.resolve("trace.pcapng");
    try (PcapngWriter writer = PcapngWriter.create(file, "fabric wan-three, seed 7")) {
      int s1 = writer.addPort("S1:2", "S1 port 2, to S2");
      int s2 = writer.addPort("S2:1", "S2 port 1, to S1");
      writer.frame(s1, 1_000_000_001L, Direction.OUTBOUND, frame(100), "");
      writer.frame(s2, 1_000_050_001L, Direction.INBOUND, frame(100), "");
      writer.frame(s1, 5_000_000_000L, Direction.OUTBOUND, frame(9_014), "dropped: queue full");
    }
    assertThat(
            Tshark.lines(
                file,
                "-Tfields",
                "-eframe.interface_name",
                "-eframe.time_epoch",
                "-eframe.packet_flags_direction",
                "-eframe.len",
                "-eframe.cap_len",
                "-eframe.comment"))
        .containsExactly(
            "S1:2\t1.000000001\t0x00000002\t100\t100\t",
            "S2:1\t1.000050001\t0x00000001\t100\t100\t",
            "S1:2\t5.000000000\t0x00000002\t9014\t9014\tdropped: queue full");
  }

  @Test
  void tshark_shows_what_happened_without_a_frame_as_text() throws Exception {
    Path file = directory.resolve("trace.pcapng");
    try (PcapngWriter writer = PcapngWriter.create(file, "")) {
      int port = writer.addPort("S1:2", "S1 port 2, to S2");
      int faults = writer.addTextInterface("faults", "faults that begin and end");
      writer.frame(port, 1, Direction.OUTBOUND, frame(60), "");
      writer.text(faults, 2, "S1 crashes");
      writer.frame(port, 3, Direction.OUTBOUND, frame(60), "");
    }
    List<String> lines =
        Tshark.lines(
            file, "-Tfields", "-eframe.interface_name", "-e_ws.col.Info", "-eframe.comment");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).isEqualTo("faults\tUSER.NOTICE: S1 crashes\tS1 crashes");
  }

  @Test
  void many_frames_stream_through_the_buffer() throws Exception {
    Path file = directory.resolve("trace.pcapng");
    int frames = 2_000;
    try (PcapngWriter writer = PcapngWriter.create(file, "")) {
      int port = writer.addPort("S1:2", "");
      for (int i = 0; i < frames; i++) {
        writer.frame(port, i, Direction.INBOUND, frame(60 + i % 1_500), "");
      }
      assertThat(Files.size(file)).isGreaterThan(1_000_000);
    }
    assertThat(Tshark.lines(file, "-Tfields", "-eframe.len"))
        .hasSize(frames)
        .startsWith("60", "61")
        .endsWith(Integer.toString(60 + 499));
  }

  @Test
  void a_file_that_exists_is_left_alone() throws Exception {
    Path file = Files.writeString(directory.resolve("trace.pcapng"), "precious");
    assertThatThrownBy(() -> PcapngWriter.create(file, ""))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("precious");
  }

  @Test
  void a_comment_is_cut_rather_than_a_block_broken() throws Exception {
    Path file = directory.resolve("trace.pcapng");
    try (PcapngWriter writer = PcapngWriter.create(file, "")) {
      int port = writer.addPort("S1:2", "");
      writer.frame(port, 1, Direction.INBOUND, frame(60), "x".repeat(70_000));
    }
    assertThat(Tshark.lines(file, "-Tfields", "-eframe.comment"))
        .singleElement()
        .asString()
        .hasSize(2_000);
  }
}
