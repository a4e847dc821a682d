package io.quorate.fabric.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.Recovered;
import io.quorate.paxos.store.StoreRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What comes after a record waits until the record is durable, and nothing else does. */
class JournalTest {

  private static final Ballot BALLOT = new Ballot(1, 1);

  /** A disk whose syncs are done when the test says so. */
  private static final class HandDisk implements LogDisk {
    byte[] bytes = new byte[0];
    long start;
    long durable;
    int room = Integer.MAX_VALUE;
    @Nullable Runnable sync;

    @Override
    public long start() {
      return start;
    }

    @Override
    public byte[] read() {
      return bytes.clone();
    }

    @Override
    public long durable() {
      return durable;
    }

    @Override
    public void cut(long end) {
      bytes = Arrays.copyOf(bytes, (int) (end - start));
    }

    @Override
    public void trim(long below) {
      bytes = Arrays.copyOfRange(bytes, (int) (below - start), bytes.length);
      start = below;
    }

    @Override
    public boolean append(byte[] more) {
      if (!hasRoom(more.length)) {
        return false;
      }
      int before = bytes.length;
      bytes = Arrays.copyOf(bytes, before + more.length);
      System.arraycopy(more, 0, bytes, before, more.length);
      return true;
    }

    @Override
    public void sync(Runnable done) {
      assertThat(sync).as("one at a time").isNull();
      sync = done;
    }

    @Override
    public boolean hasRoom(long more) {
      return bytes.length + more <= room;
    }

    void done() {
      Runnable now = sync;
      assertThat(now).isNotNull();
      sync = null;
      if (now != null) {
        now.run();
      }
    }
  }

  private final HandDisk disk = new HandDisk();
  private final List<Effect> released = new ArrayList<>();
  private final Journal journal = new Journal(disk, released::add);

  private Recovered read() {
    Recovered found = journal.read();
    if (found == null) {
      throw new AssertionError(journal.damage());
    }
    return found;
  }

  private static Effect vote(long slot) {
    return new Effect.Store(new StoreRecord.Voted(BALLOT, slot, Value.NOOP));
  }

  private static Effect learn(long slot) {
    return new Effect.Broadcast(new Message.Learn(BALLOT, slot));
  }

  /** A replica's step: its effects, and those that the caller carries out at once. */
  private List<Effect> step(Effect... effects) {
    List<Effect> passed = new ArrayList<>();
    for (Effect effect : effects) {
      if (journal.pass(effect)) {
        passed.add(effect);
      }
    }
    journal.sync();
    return passed;
  }

  @Test
  void whatIsNotBehindARecordGoesAtOnce() {
    assertThat(step(learn(0), vote(1), learn(1))).containsExactly(learn(0));
    assertThat(released).isEmpty();
  }

  @Test
  void whatIsBehindARecordGoesWhenTheRecordIsDurable() {
    step(vote(0), learn(0));
    disk.done();

    assertThat(released).containsExactly(learn(0));
    assertThat(step(learn(1))).as("nothing is held any more").containsExactly(learn(1));
  }

  @Test
  void whatLaterStepsSayWaitsBehindIt() {
    step(vote(0));
    assertThat(step(learn(7))).isEmpty();
    disk.done();

    assertThat(released).containsExactly(learn(7));
  }

  @Test
  void whatIsStoredDuringASyncSharesTheNext() {
    step(vote(0), learn(0));
    step(vote(1), learn(1));
    step(vote(2), learn(2));
    step(vote(3), learn(3));
    disk.done();
    assertThat(released).containsExactly(learn(0));
    disk.done();

    assertThat(released).containsExactly(learn(0), learn(1), learn(2), learn(3));
    assertThat(disk.sync).isNull();
    assertThat(journal.syncs()).isEqualTo(2);
    assertThat(journal.records()).isEqualTo(4);
  }

  @Test
  void whatWaitedIsLostInACrashAndALateSyncMeansNothing() {
    step(vote(0), learn(0));
    Runnable late = disk.sync;
    disk.sync = null;
    journal.crash();
    disk.cut(0);
    assertThat(read().records()).isEmpty();
    step(vote(1), learn(1));

    assertThat(late).isNotNull();
    if (late != null) {
      late.run();
    }

    assertThat(released).isEmpty();
    disk.done();
    assertThat(released).containsExactly(learn(1));
  }

  @Test
  void aTornRecordIsCutOffAndCountedAndTheOthersAreRead() {
    step(vote(0));
    long whole = disk.bytes.length;
    step(vote(1));
    journal.crash();
    disk.sync = null;
    disk.cut(disk.bytes.length - 3);
    long torn = disk.bytes.length - whole;

    assertThat(read().records()).containsExactly(new StoreRecord.Voted(BALLOT, 0, Value.NOOP));
    assertThat(journal.tornBytes()).isEqualTo(torn);
    assertThat(disk.bytes).hasSize((int) whole);
  }

  @Test
  void aRecordThatWasDurableAndIsDamagedStopsTheNode() {
    step(vote(0));
    disk.done();
    step(vote(1));
    journal.crash();
    disk.bytes[20] ^= 1;

    assertThat(journal.read()).isNull();
    assertThat(journal.damage()).contains("the log is damaged at byte 0");
    assertThat(step(vote(2), learn(2))).as("who has forgotten says nothing").isEmpty();
  }

  @Test
  void aLogThatIsWholeAndShorterThanWhatWasDurableStopsTheNodeUntilItIsPutBack() {
    step(vote(0));
    byte[] shorter = disk.bytes.clone();
    step(vote(1));
    disk.done();
    disk.done();
    byte[] whole = disk.bytes;
    disk.durable = whole.length;
    journal.crash();
    disk.bytes = shorter;

    assertThat(journal.read()).isNull();
    assertThat(journal.isOut()).isTrue();
    assertThat(journal.damage()).contains("durable up to byte " + whole.length);
    assertThat(disk.bytes).as("nothing is cut off").isEqualTo(shorter);

    disk.bytes = whole;
    assertThat(read().records()).hasSize(2);
    assertThat(journal.isOut()).isFalse();
  }

  @Test
  void aFullDiskLetsOutWhatWasStoredBeforeAndNothingSince() {
    step(vote(0), learn(0));
    disk.room = disk.bytes.length;
    assertThat(step(vote(1), learn(1))).isEmpty();
    assertThat(journal.isFull()).isTrue();
    disk.done();

    assertThat(released).containsExactly(learn(0));
    assertThat(step(learn(9))).isEmpty();
    assertThat(disk.sync).isNull();
  }

  @Test
  void whatACheckpointReplacesIsThrownAwayWhenItIsDurableAndNotBefore() {
    step(vote(0));
    disk.done();
    long before = disk.bytes.length;
    step(
        new Effect.Store(
            new StoreRecord.Checkpoint(1, BALLOT, 1, 0, new byte[] {1, 2, 3}, List.of())));
    assertThat(disk.start).isZero();
    disk.done();

    assertThat(disk.start).isEqualTo(before);
    assertThat(journal.checkpoints()).isOne();
    assertThat(read().records()).singleElement().isInstanceOf(StoreRecord.Checkpoint.class);
  }
}
