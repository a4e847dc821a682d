package io.quorate.paxos.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.store.StoreRecord.Checkpoint;
import io.quorate.paxos.store.StoreRecord.Delivered;
import io.quorate.paxos.store.StoreRecord.Held;
import io.quorate.paxos.store.StoreRecord.Promised;
import io.quorate.paxos.store.StoreRecord.Started;
import io.quorate.paxos.store.StoreRecord.Voted;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Logs are read as they were written, whatever became of their end. */
@Label("a log")
final class LogProperties {

  /** A log of several syncs, and where each record begins and each sync ended. */
  private static final class Written {
    private final byte[] bytes;
    private final List<Integer> offsets;
    private final List<Integer> syncs;

    Written(byte[] bytes, List<Integer> offsets, List<Integer> syncs) {
      this.bytes = bytes;
      this.offsets = offsets;
      this.syncs = syncs;
    }

    byte[] bytes() {
      return bytes;
    }

    List<Integer> offsets() {
      return offsets;
    }

    List<Integer> syncs() {
      return syncs;
    }
  }

  @Provide
  Arbitrary<StoreRecord> records() {
    Arbitrary<Ballot> ballots =
        Combinators.combine(
                Arbitraries.integers().greaterOrEqual(0), Arbitraries.integers().between(0, 65535))
            .as(Ballot::new);
    Arbitrary<Long> slots = Arbitraries.longs().greaterOrEqual(0);
    Arbitrary<Value> values =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(Value.NOOP)),
            Tuple.of(
                5,
                Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(60))
                    .as(Value::of)));
    Arbitrary<Held> held =
        Combinators.combine(
                slots, ballots, values, values.injectNull(0.3), Arbitraries.of(true, false))
            .as(
                (slot, ballot, voted, chosen, votes) ->
                    new Held(slot, votes ? ballot : null, votes ? voted : null, chosen));
    Arbitrary<byte[]> states = Arbitraries.bytes().array(byte[].class).ofMaxSize(100);
    return Arbitraries.oneOf(
        List.of(
            Arbitraries.integers().map(Started::new),
            ballots.map(Promised::new),
            Combinators.combine(ballots, slots, values).as(Voted::new),
            Combinators.combine(slots, values.injectNull(0.5)).as(Delivered::new),
            Combinators.combine(
                    Arbitraries.integers(), ballots, slots, slots, states, held.list().ofMaxSize(4))
                .as(Checkpoint::new)));
  }

  private static Written written(List<StoreRecord> records, int recordsPerSync) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Integer> offsets = new ArrayList<>();
    List<Integer> syncs = new ArrayList<>(List.of(0));
    for (StoreRecord record : records) {
      if (!offsets.isEmpty() && offsets.size() % recordsPerSync == 0) {
        syncs.add(out.size());
      }
      offsets.add(out.size());
      byte[] bytes = RecordCodec.encode(record, syncs.getLast());
      assertThat(bytes).hasSize(RecordCodec.length(record));
      out.writeBytes(bytes);
    }
    offsets.add(out.size());
    return new Written(out.toByteArray(), offsets, syncs);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void isReadAsItWasWritten(
      @ForAll @Size(max = 12) List<@From("records") StoreRecord> records,
      @ForAll @IntRange(min = 1, max = 4) int recordsPerSync) {
    Written log = written(records, recordsPerSync);

    assertThat(LogReader.read(0, log.bytes()))
        .isEqualTo(new LogReader.Intact(new Recovered(records), log.bytes().length, 0));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void isCutBehindTheLastWholeRecord(
      @ForAll @Size(min = 1, max = 12) List<@From("records") StoreRecord> records,
      @ForAll @IntRange(min = 1, max = 4) int recordsPerSync,
      @ForAll @IntRange(max = 10_000) int at) {
    Written log = written(records, recordsPerSync);
    int cut = at % (log.bytes().length + 1);
    int whole = (int) log.offsets().stream().filter(offset -> offset <= cut).count() - 1;

    assertThat(LogReader.read(0, Arrays.copyOf(log.bytes(), cut)))
        .isEqualTo(
            new LogReader.Intact(
                new Recovered(records.subList(0, whole)),
                log.offsets().get(whole),
                cut - log.offsets().get(whole)));
  }

  /** What was in the last sync may be torn anywhere; what was durable before it is damaged. */
  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void tellsATornEndFromDamage(
      @ForAll @Size(min = 1, max = 12) List<@From("records") StoreRecord> records,
      @ForAll @IntRange(min = 1, max = 4) int recordsPerSync,
      @ForAll @IntRange(max = 10_000) int at,
      @ForAll @IntRange(min = 0, max = 7) int bit) {
    Written log = written(records, recordsPerSync);
    byte[] bytes = log.bytes().clone();
    int flipped = at % bytes.length;
    bytes[flipped] ^= (byte) (1 << bit);
    int bad = (int) log.offsets().stream().filter(offset -> offset <= flipped).count() - 1;
    int offset = log.offsets().get(bad);

    LogReader.Log read = LogReader.read(0, bytes);

    if (offset < log.syncs().getLast()) {
      assertThat(read).isInstanceOf(LogReader.Damaged.class);
      assertThat(((LogReader.Damaged) read).at()).isEqualTo(offset);
    } else {
      assertThat(read)
          .isEqualTo(
              new LogReader.Intact(
                  new Recovered(records.subList(0, bad)), offset, bytes.length - offset));
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void mayHoldAnything(@ForAll @Size(max = 200) byte[] bytes) {
    LogReader.Log read = LogReader.read(0, bytes);

    assertThat(read).isEqualTo(new LogReader.Intact(Recovered.NOTHING, 0, bytes.length));
  }

  @Example
  void thatIsTrimmedBeginsWithACheckpoint() {
    byte[] start = RecordCodec.encode(new Started(3), 0);
    Checkpoint checkpoint = new Checkpoint(3, new Ballot(0, 1), 5, 4, new byte[] {7}, List.of());

    assertThat(LogReader.read(100, start)).isInstanceOf(LogReader.Damaged.class);
    assertThat(LogReader.read(100, new byte[0])).isInstanceOf(LogReader.Damaged.class);
    assertThat(LogReader.read(100, RecordCodec.encode(checkpoint, 100)))
        .isEqualTo(
            new LogReader.Intact(
                new Recovered(List.of(checkpoint)), 100 + RecordCodec.length(checkpoint), 0));
  }

  @Example
  void givesBackOnlyWhatFollowsTheLastCheckpoint() {
    Checkpoint checkpoint = new Checkpoint(3, new Ballot(0, 1), 5, 4, new byte[] {7}, List.of());
    Promised later = new Promised(new Ballot(4, 2));

    Recovered recovered =
        new Recovered(List.of(new Started(3), new Promised(new Ballot(0, 1)), checkpoint, later));

    assertThat(recovered.records()).containsExactly(checkpoint, later);
    assertThat(recovered.incarnation()).isEqualTo(3);
  }
}
