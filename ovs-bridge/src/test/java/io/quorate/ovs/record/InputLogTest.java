package io.quorate.ovs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.file.BadFile;
import io.quorate.paxos.Event;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded is read back, and a file that was not recorded so is refused in one line. */
class InputLogTest {

  private static final InputHeader HEADER =
      new InputHeader(InputHeader.digestOf("switches: []"), "S1", 1, 0);

  private static final InputLogWriter.Options EVERY_4 =
      new InputLogWriter.Options(4, 1 << 24, Long.MAX_VALUE);

  @TempDir private Path folder;

  private final List<String> told = new ArrayList<>();

  private Path write(InputLogWriter.Options options, LongSupplier digest, List<Input> inputs) {
    Path file = folder.resolve("inputs" + System.nanoTime());
    try (InputLogWriter writer = InputLogWriter.open(file, HEADER, options, digest, told::add)) {
      inputs.forEach(writer::append);
    }
    assertThat(told).isEmpty();
    return file;
  }

  private static List<Input> read(Path file) {
    try (InputLogReader reader = InputLogReader.open(file)) {
      assertThat(reader.header()).isEqualTo(HEADER);
      List<Input> all = new ArrayList<>();
      for (Input input = reader.next(); input != null; input = reader.next()) {
        all.add(input);
        all.addAll(reader.refusals());
      }
      return all;
    }
  }

  private static Input.Started started(int logBytes) {
    byte[] log = new byte[logBytes];
    new Random(logBytes).nextBytes(log);
    return new Input.Started(5, 3, -77, 1L << 40, log, new long[] {0, -1, Long.MAX_VALUE});
  }

  private static List<Input> oneOfEach() {
    return List.of(
        started(100),
        new Input.Stepped(10, new Event.Booted()),
        new Input.Stepped(9, new Event.Ticked()),
        new Input.Stepped(Long.MAX_VALUE, new Event.HandOver(65535)),
        new Input.Stepped(Long.MIN_VALUE, new Event.Link(2, true)),
        new Input.Stepped(0, new Event.Link(3, false)),
        new Input.Stepped(0, new Event.Asked(Value.of(-1, -2, new byte[] {1}))),
        new Input.Stepped(0, new Event.Proposed(Value.of(7, 8, new byte[0]))),
        new Input.Stepped(0, new Event.Proposed(Value.change(7, 9, new byte[65535]))),
        new Input.Arrived(1, 8, new byte[] {}),
        new Input.Arrived(1, 0, new byte[1514]),
        new Input.Refused(1, Input.Asked.DISK, 1),
        new Input.Refused(1, Input.Asked.PORT, Long.MAX_VALUE),
        new Input.Synced(2),
        new Input.Pumped(3),
        new Input.Stopped(4));
  }

  @Test
  void everyKindOfInputIsReadBackAsItWas() {
    Path file = write(InputLogWriter.Options.DEFAULT, () -> 0xD16E57L, oneOfEach());

    List<Input> read = read(file);
    assertThat(read.subList(0, 16)).isEqualTo(oneOfEach());
    assertThat(read.subList(16, 18))
        .containsExactly(new Input.Digest(4, 14, 0xD16E57L), new Input.Ended(4, 0));
    assertThat(read).hasSize(18);
  }

  @Test
  void aStartBringsALogOfManyBlocksAlong() {
    Input.Started started = started(3_000_001);
    Path file = write(EVERY_4, () -> 1, List.of(started, new Input.Synced(6)));

    assertThat(read(file)).startsWith(started, new Input.Synced(6));
  }

  @Test
  void theDigestIsAskedBetweenTheInputsThatItStandsBetween() {
    List<Input> acted = new ArrayList<>();
    Path file = folder.resolve("inputs");
    try (InputLogWriter writer =
        InputLogWriter.open(file, HEADER, EVERY_4, acted::size, told::add)) {
      for (int i = 0; i < 10; i++) {
        Input input = i == 0 ? started(0) : new Input.Stepped(i, new Event.Ticked());
        writer.append(input);
        acted.add(input);
      }
    }

    assertThat(read(file).stream().filter(Input.Digest.class::isInstance))
        .containsExactly(
            new Input.Digest(4, 4, 4), new Input.Digest(8, 8, 8), new Input.Digest(9, 10, 10));
  }

  @Test
  void aMessageWithoutItsFrameAndAFrameThatNoPortTakesAreRefused() {
    try (InputLogWriter writer =
        InputLogWriter.open(folder.resolve("a"), HEADER, EVERY_4, () -> 0, told::add)) {
      Envelope envelope = new Envelope(1, 1, 1, new Message.Join(0));
      assertThatThrownBy(() -> writer.append(new Input.Stepped(0, new Event.Received(envelope))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.append(new Input.Arrived(0, 1, new byte[1 << 17])))
          .hasMessage("a frame of 131072 bytes");
      assertThatThrownBy(() -> writer.append(new Input.Stepped(0, new Event.Proposed(Value.NOOP))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aLogCutShortAnywhereGivesWhatIsWholeAndTellsTheRest() throws IOException {
    List<Input> inputs = new ArrayList<>(List.of(started(70_000)));
    for (int i = 0; i < 300; i++) {
      inputs.add(new Input.Arrived(i, 1, new byte[1000]));
    }
    Path whole = write(EVERY_4, () -> 1, inputs);
    List<Input> all = read(whole);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut");
    Random random = new Random(1);
    int seen = 0;
    for (int i = 0; i < 200; i++) {
      int length = i < 20 ? bytes.length - i : random.nextInt(200, bytes.length);
      Files.write(cut, Arrays.copyOf(bytes, length));
      try (InputLogReader reader = InputLogReader.open(cut)) {
        int count = 0;
        for (Input input = reader.next(); input != null; input = reader.next()) {
          assertThat(input).isEqualTo(all.get(count++));
        }
        seen = Math.max(seen, count);
        assertThat(reader.isEnded()).isEqualTo(i == 0);
        assertThat(reader.tornBytes() == 0).isEqualTo(length == boundary(bytes, length));
      }
    }
    assertThat(seen).isEqualTo(all.size());
  }

  /** Where the last whole block below ends. */
  private static int boundary(byte[] bytes, int length) {
    int at = 0;
    while (at + 8 <= length && at + 8 + ByteBuffer.wrap(bytes).getInt(at) <= length) {
      at += 8 + ByteBuffer.wrap(bytes).getInt(at);
    }
    return at;
  }

  @Test
  void aFlippedBitWithBlocksBehindItIsDamage() throws IOException {
    List<Input> inputs = new ArrayList<>(List.of(started(0)));
    for (int i = 0; i < 300; i++) {
      inputs.add(new Input.Arrived(i, 1, new byte[1000]));
    }
    Path file = write(EVERY_4, () -> 1, inputs);
    byte[] bytes = Files.readAllBytes(file);
    bytes[70_000] ^= 4;
    Files.write(file, bytes);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining("a block with a wrong checksum")
        .hasMessageStartingWith(file.toString());
  }

  @Test
  void hostileBlocksWithRightChecksumsGiveOneLineAndTakeNoMemory() throws IOException {
    byte[] whole = Files.readAllBytes(write(EVERY_4, () -> 1, oneOfEach()));
    int head = 8 + ByteBuffer.wrap(whole).getInt();
    byte[] body = Arrays.copyOfRange(whole, head + 8, whole.length);
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] hostile = body.clone();
      for (int flips = random.nextInt(1, 8); flips > 0; flips--) {
        hostile[random.nextInt(Math.min(200, hostile.length))] = (byte) random.nextInt();
      }
      refused += refuses(withChecksum(Arrays.copyOf(whole, head), hostile)) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(300);
  }

  private static byte[] withChecksum(byte[] head, byte[] body) {
    ByteBuffer out = ByteBuffer.allocate(head.length + 8 + body.length);
    out.put(head).putInt(body.length);
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(4).putInt(0, body.length));
    crc.update(body);
    return out.putInt((int) crc.getValue()).put(body).array();
  }

  /**
   * True if the file was refused in one line; anything but that and reading it to its end fails.
   */
  private boolean refuses(byte[] bytes) {
    Path file = folder.resolve("hostile");
    try {
      Files.write(file, bytes);
      read(file);
      return false;
    } catch (BadFile bad) {
      assertThat(bad.getMessage()).startsWith(file.toString()).doesNotContain("\n");
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsNoInputLogIsSaidToBeNone() throws IOException {
    Path file = folder.resolve("other");
    Files.writeString(file, "switches:\n  - name: S1\n");
    assertThatThrownBy(() -> InputLogReader.open(file)).isInstanceOf(BadFile.class);
    Files.write(file, withChecksum(new byte[0], new byte[] {'Q', 'I', 'N', 'P', 2}));
    assertThatThrownBy(() -> InputLogReader.open(file))
        .hasMessageContaining("format 2, this program reads 1");
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> InputLogReader.open(file)).hasMessageContaining("has no header");
    assertThatThrownBy(() -> InputLogReader.open(folder.resolve("absent")))
        .isInstanceOf(BadFile.class);
  }

  @Test
  void anExistingFileIsNotWrittenOver() throws IOException {
    Path file = Files.writeString(folder.resolve("kept"), "kept");
    assertThatThrownBy(() -> InputLogWriter.open(file, HEADER, EVERY_4, () -> 0, told::add))
        .isInstanceOf(BadFile.class);
    assertThat(file).hasContent("kept");
  }

  @Test
  void aDiskThatDoesNotKeepUpEndsTheRecordingAndTheLogSaysSo() {
    Path file = folder.resolve("slow");
    InputLogWriter.Options narrow = new InputLogWriter.Options(1 << 20, 0, Long.MAX_VALUE);
    long recorded;
    try (InputLogWriter writer = InputLogWriter.open(file, HEADER, narrow, () -> 0, told::add)) {
      writer.append(started(0));
      for (int i = 1; i < 100; i++) {
        writer.append(new Input.Arrived(i, 1, new byte[10_000]));
      }
      recorded = writer.recorded();
      assertThat(recorded).isLessThan(100);
      assertThat(recorded + writer.lost()).isEqualTo(100);
    }

    assertThat(told)
        .singleElement()
        .asString()
        .contains("does not keep up")
        .endsWith("recording ends after " + recorded + " inputs");
    List<Input> read = read(file);
    assertThat(read).hasSize((int) recorded + 1);
    assertThat(read.getLast()).isEqualTo(new Input.Ended(99, 100 - recorded));
  }

  @Test
  void aDiskThatFailsEndsTheRecordingAndIsTold() {
    Path full = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full), "there is no /dev/full");
    try (InputLogWriter writer = InputLogWriter.onto(full, HEADER, EVERY_4, () -> 0, told::add)) {
      writer.append(started(0));
      for (int i = 1; i < 1000; i++) {
        writer.append(new Input.Arrived(i, 1, new byte[10_000]));
      }
    }
    assertThat(told).singleElement().asString().contains("/dev/full: cannot be written");
  }
}
