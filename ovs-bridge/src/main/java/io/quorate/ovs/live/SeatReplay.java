package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.packet.Frame;
import io.quorate.ovs.record.Input;
import io.quorate.ovs.record.InputHeader;
import io.quorate.ovs.record.InputLogReader;
import io.quorate.ovs.record.ReplayedDisk;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Replica;
import io.quorate.paxos.message.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Executes again what a seat was driven with, one input at a time, and compares the digest of all
 * effects with what was recorded. Several of them, driven in the order of their inputs' times, are
 * a live run executed again off line.
 */
public final class SeatReplay implements AutoCloseable {

  private final InputLogReader reader;
  private final SeatMachine.Position position;
  private final SeatWatcher watcher;
  private final ReplayedDisk disk = new ReplayedDisk();
  private final TreeSet<Long> portRefusals = new TreeSet<>();
  private final String name;
  private @Nullable SeatMachine machine;
  private @Nullable Input next;
  private long handOvers;
  private long inputs;
  private long digests;
  private @Nullable String difference;
  private boolean ended;

  /**
   * Opens the log of a seat.
   *
   * @param fabric that it belongs to
   * @param fabricText the text of its file, which the log names by its digest
   * @param groups that watch, in the order of the fabric's services; a node's lives are to be
   *     opened in their order
   * @throws BadFile if the log is none, is damaged, or belongs to another fabric
   */
  SeatReplay(Path log, Fabric fabric, String fabricText, List<GroupWatch> groups) {
    this.reader = InputLogReader.open(log);
    this.name = String.valueOf(log.getFileName());
    InputHeader header = reader.header();
    if (!header.fabric().equals(InputHeader.digestOf(fabricText))) {
      reader.close();
      throw BadFile.whole(
          log.toString(), "belongs to another fabric file", "keep a run's files together");
    }
    this.position = new SeatMachine.Position(fabric, header.place(), header.switchName());
    boolean fits =
        header.place() < fabric.tenants().size()
            && fabric.switches().stream().anyMatch(each -> each.name().equals(header.switchName()))
            && position.node() == header.node();
    if (!fits) {
      reader.close();
      throw BadFile.whole(
          log.toString(),
          "names a seat that the fabric does not have",
          "keep a run's files together");
    }
    this.watcher = groups.get(header.place()).life(header.node());
    this.next = reader.next();
  }

  /** Whose log it is. */
  public SeatMachine.Position position() {
    return position;
  }

  /** When the next input came; {@link Long#MAX_VALUE} when all are executed. */
  public long nextNs() {
    return next == null || !agreesSoFar() ? Long.MAX_VALUE : next.timeNs();
  }

  private boolean agreesSoFar() {
    return difference == null;
  }

  /** Executes one more input. */
  public void step() {
    Input input = next;
    if (input == null) {
      throw new IllegalStateException(name + " is at its end");
    }
    for (Input.Refused each : reader.refusals()) {
      disk.refuse(each);
      if (each.by() == Input.Asked.PORT) {
        portRefusals.add(each.count());
      }
    }
    try {
      execute(input);
    } catch (IllegalStateException elsewhere) {
      difference = "after " + inputs + " inputs: " + elsewhere.getMessage();
    }
    next = reader.next();
  }

  private void execute(Input input) {
    switch (input) {
      case Input.Started started -> start(started);
      case Input.Digest digest -> compare(digest);
      case Input.Ended end -> {
        ended = true;
        if (end.lost() > 0) {
          difference = "the recording ended " + end.lost() + " inputs before the run did";
        }
      }
      case Input.Refused refused -> throw new AssertionError("the reader keeps them: " + refused);
      case Input.Arrived arrived ->
          running().arrived(arrived.program(), new Frame(arrived.frame()));
      case Input.Stepped stepped -> running().step(stepped.event());
      case Input.Synced synced -> disk.synced();
      case Input.Pumped pumped -> running().pump();
      case Input.Stopped stopped -> running().stop();
      case Input.Doubted doubted -> running().doubt();
    }
    boolean counts = !(input instanceof Input.Digest || input instanceof Input.Ended);
    inputs += counts ? 1 : 0;
  }

  private SeatMachine running() {
    if (machine == null) {
      throw new IllegalStateException("an input before the start");
    }
    return machine;
  }

  private void start(Input.Started started) {
    if (machine != null) {
      throw new IllegalStateException("a second start in one log");
    }
    disk.startWith(started);
    boolean durable = position.view().group().durability() == io.quorate.paxos.Durability.DURABLE;
    machine =
        new SeatMachine(
            position,
            started.seed(),
            started.incarnation(),
            durable && position.node() > 0 ? disk : null,
            MappedRegisters.copyOf(started.registers()),
            new Nowhere(),
            watcher);
  }

  private void compare(Input.Digest recorded) {
    digests++;
    long own = running().digest();
    if (own != recorded.digest()) {
      difference =
          "after "
              + recorded.inputs()
              + " inputs the digest is "
              + Long.toHexString(own)
              + ", recorded was "
              + Long.toHexString(recorded.digest());
    }
  }

  /** What has come of it so far. */
  public ReplayReport report() {
    SeatMachine now = machine;
    Replica replica = now == null ? null : now.replica();
    return new ReplayReport(
        name,
        inputs,
        digests,
        now == null ? 0 : now.digest(),
        replica == null ? -1 : replica.nextSlot(),
        replica == null ? 0 : replica.stateDigest(),
        difference,
        ended);
  }

  /** The machine; null before its start was executed. */
  public @Nullable SeatMachine machine() {
    return machine;
  }

  @Override
  public void close() {
    reader.close();
  }

  /** Nothing leaves a replay; what a port refused then, it refuses now. */
  private final class Nowhere implements SeatOutlet {
    @Override
    public void emit(byte[] frame) {}

    @Override
    public boolean handOver(Host to, byte[] frame) {
      handOvers++;
      return !portRefusals.remove(handOvers);
    }

    @Override
    public void leaderChanged(int leader, Ballot ballot) {}

    @Override
    public void reconfigured(Effect.Reconfigured reconfigured) {}

    @Override
    public void memoryLost(List<Integer> members) {}

    @Override
    public void operatorAnswered(Message message) {}
  }
}
