package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.message.Message.Fetch;
import io.quorate.paxos.message.Message.Piece;
import io.quorate.paxos.message.SnapshotName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DownloadProperties {

  private static final int PIECE = 10;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 7 + 1);
    }
    return bytes;
  }

  private static SnapshotName name(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return new SnapshotName(90, bytes.length, (int) crc.getValue());
  }

  private static Piece piece(byte[] whole, int number) {
    int from = number * PIECE;
    int to = Math.min(whole.length, from + PIECE);
    return new Piece(name(whole), from, Arrays.copyOfRange(whole, from, to));
  }

  @Property
  void piecesInAnyOrderMakeTheWhole(
      @ForAll @IntRange(min = 1, max = 500) int length, @ForAll long seed) {
    byte[] whole = bytes(length);
    int pieces = Math.ceilDiv(length, PIECE);
    List<Integer> order = new ArrayList<>(IntStream.range(0, pieces).boxed().toList());
    order.addAll(order.subList(0, pieces / 2)); // Some come twice.
    Collections.shuffle(order, new Random(seed));
    Download download = new Download(name(whole), PIECE);
    Set<Integer> come = new HashSet<>();
    for (int number : order) {
      assertThat(download.isComplete()).isEqualTo(come.size() == pieces);
      download.take(piece(whole, number));
      come.add(number);
    }

    assertThat(download.isComplete()).isTrue();
    assertThat(download.isIntact()).isTrue();
    assertThat(download.bytes()).isEqualTo(whole);
  }

  @Test
  void itAsksFromTheFirstPieceThatIsMissing() {
    byte[] whole = bytes(35);
    Download download = new Download(name(whole), PIECE);
    download.take(piece(whole, 0));
    download.take(piece(whole, 2));

    assertThat(download.ask()).isEqualTo(new Fetch(name(whole), PIECE));
    assertThat(download.isComplete()).isFalse();
  }

  @Test
  void itIsServedWhenAllThatOneAskingBringsHasCome() {
    byte[] whole = bytes(PIECE * 2 * Snapshots.PIECES);
    Download download = new Download(name(whole), PIECE);
    for (int number = 0; number < Snapshots.PIECES; number++) {
      assertThat(download.isServed()).isFalse();
      download.take(piece(whole, number));
    }
    assertThat(download.isServed()).isTrue();

    assertThat(download.ask().offset()).isEqualTo(PIECE * Snapshots.PIECES);
    assertThat(download.isServed()).isFalse();
  }

  @Test
  void aPieceThatIsCutOtherwiseIsNotTaken() {
    byte[] whole = bytes(35);
    Download download = new Download(name(whole), PIECE);
    download.take(new Piece(name(whole), 0, Arrays.copyOf(whole, PIECE - 1)));
    download.take(new Piece(name(whole), 5, Arrays.copyOfRange(whole, 5, 5 + PIECE)));

    assertThat(download.ask().offset()).isZero();
  }

  @Test
  void theLastPieceMayBeShort() {
    byte[] whole = bytes(11);
    Download download = new Download(name(whole), PIECE);
    download.take(piece(whole, 0));
    assertThat(download.isComplete()).isFalse();

    download.take(piece(whole, 1));
    assertThat(download.isComplete()).isTrue();
  }

  @Test
  void piecesThatDoNotMakeWhatTheNameSaysAreNotIntact() {
    byte[] whole = bytes(20);
    byte[] damaged = whole.clone();
    damaged[13] ^= 1;
    Download download = new Download(name(whole), PIECE);
    download.take(piece(whole, 0));
    download.take(new Piece(name(whole), PIECE, Arrays.copyOfRange(damaged, PIECE, 20)));

    assertThat(download.isComplete()).isTrue();
    assertThat(download.isIntact()).isFalse();
  }
}
