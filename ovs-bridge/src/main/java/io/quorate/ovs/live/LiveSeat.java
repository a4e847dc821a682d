package io.quorate.ovs.live;

import io.quorate.fabric.Host;
import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.program.Journal;
import io.quorate.fabric.program.LogDisk;
import io.quorate.ovs.record.Input;
import io.quorate.ovs.record.InputHeader;
import io.quorate.ovs.record.InputLogWriter;
import io.quorate.ovs.record.RecordedDisk;
import io.quorate.ovs.store.WriteAheadLog;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.message.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A seat of a live switch: its machine, driven by what happens, and every input recorded before it
 * is acted on. For the one thread of its switch.
 */
final class LiveSeat implements AutoCloseable {

  /** With less room than this for its log a member that found none does not start again. */
  private static final long ROOM_BYTES = 1 << 14;

  /**
   * What a seat is made from.
   *
   * @param position which seat
   * @param fabricText of the fabric's file, for the recording's header
   * @param seed of the fabric's random numbers
   * @param incarnation how often the member was started, this time included
   * @param log where the member's records go
   * @param registers of the switch for this service
   * @param recording file for the inputs; null if they are not recorded
   * @param told gets a line for people
   */
  record Assignment(
      SeatMachine.Position position,
      String fabricText,
      long seed,
      int incarnation,
      Log log,
      MappedRegisters registers,
      @Nullable Path recording,
      Consumer<String> told) {}

  /**
   * A member's log.
   *
   * @param open null where it keeps none, or it was refused
   * @param refusal why it cannot be gone on with; empty if it can
   */
  record Log(@Nullable WriteAheadLog open, String refusal) {

    /** Of a switch that is no member, or of a member that keeps nothing. */
    static final Log NONE = new Log(null, "");

    static Log of(WriteAheadLog log) {
      return new Log(log, "");
    }

    static Log refused(String why) {
      return new Log(null, why);
    }

    /** What the member has in place of a log that was refused; null if none was. */
    @Nullable LogDisk refusedDisk() {
      return refusal.isEmpty() ? null : new UnreadableLog();
    }
  }

  private final Assignment assignment;
  private final SeatMachine machine;
  private final SeatOutlet outlet;
  private final @Nullable InputLogWriter recorder;
  private final @Nullable TurnDisk disk;
  private String refusal = "";
  private long handOvers;

  private boolean full;
  private boolean closed;

  LiveSeat(Assignment assignment, SeatOutlet outlet) {
    this.assignment = assignment;
    this.outlet = outlet;
    Path file = assignment.recording();
    this.recorder =
        file == null
            ? null
            : InputLogWriter.open(
                file,
                header(assignment),
                InputLogWriter.Options.DEFAULT,
                this::digest,
                assignment.told());
    long[] left = assignment.registers().toArray();
    WriteAheadLog log = assignment.log().open();
    this.disk = log == null ? null : new TurnDisk(log);
    this.machine =
        new SeatMachine(
            assignment.position(),
            assignment.seed(),
            assignment.incarnation(),
            disk == null
                ? assignment.log().refusedDisk()
                : recorder == null ? disk : new RecordedDisk(disk, recorder, System::nanoTime),
            assignment.registers(),
            new Recorded(),
            SeatWatcher.NOBODY);
    this.refusal = refusal();
    if (!refusal.isEmpty()) {
      refuse();
      return;
    }
    record(
        new Input.Started(
            System.nanoTime(),
            assignment.incarnation(),
            assignment.seed(),
            log == null ? 0 : log.start(),
            log == null ? new byte[0] : log.read(),
            left));
  }

  /** Why the member is not started; empty if it is. */
  private String refusal() {
    Journal journal = machine.journal();
    boolean opened = assignment.log().refusal().isEmpty();
    return opened ? (journal == null ? "" : journal.damage()) : assignment.log().refusal();
  }

  /** A life in which nothing is said leaves no record. */
  private void refuse() {
    assignment
        .told()
        .accept(
            "node "
                + machine.node()
                + " takes no part: "
                + refusal
                + "; replace the member, as if its node were lost for good");
    Path file = assignment.recording();
    if (recorder != null && file != null) {
      recorder.close();
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        assignment.told().accept("cannot delete " + file + ": " + e.getMessage());
      }
    }
  }

  private static InputHeader header(Assignment of) {
    SeatMachine.Position position = of.position();
    return new InputHeader(
        InputHeader.digestOf(of.fabricText()),
        position.switchName(),
        position.node(),
        position.place());
  }

  private long digest() {
    return machine.digest();
  }

  private void record(Input input) {
    if (recorder != null && refusal.isEmpty()) {
      recorder.append(input);
    }
  }

  SeatMachine machine() {
    return machine;
  }

  SeatMachine.Position position() {
    return assignment.position();
  }

  /** Inputs that were not recorded because the disk did not keep up. */
  long unrecorded() {
    return recorder == null ? 0 : recorder.lost();
  }

  /** The log, if the member keeps one that can be gone on with. */
  @Nullable WriteAheadLog log() {
    return assignment.log().open();
  }

  /** Why the member takes no part, since its log has lost what it was told; empty if it does. */
  String refused() {
    return refusal;
  }

  /** True if the member has fallen silent for want of room, and could start again. */
  boolean couldStartAgain() {
    WriteAheadLog log = log();
    return full && log != null && log.hasRoom(ROOM_BYTES) && !machine.programs().isWaiting();
  }

  Verdict arrived(int program, Frame frame) {
    record(new Input.Arrived(System.nanoTime(), program, frame.bytes()));
    return machine.arrived(program, frame);
  }

  void step(Event event) {
    if (machine.node() > 0) {
      record(new Input.Stepped(System.nanoTime(), event));
      machine.step(event);
    }
  }

  /** Hands packets over if some wait. */
  void pump() {
    if (machine.programs().isWaiting()) {
      record(new Input.Pumped(System.nanoTime()));
      machine.pump();
    }
  }

  /** Before a turn's frames leave: those for which the disk has done what they waited for, too. */
  void settle() {
    if (disk != null) {
      disk.settle();
    }
  }

  /** After a turn's frames have left: what it has stored is on its way to the disk. */
  void endTurn() {
    if (disk != null) {
      disk.endTurn();
    }
  }

  /** Nobody knows what the service hosts were handed. */
  void doubt() {
    record(new Input.Doubted(System.nanoTime()));
    machine.doubt();
  }

  /** True if a record found no room: the member takes no part until it is started again. */
  boolean isFull() {
    Journal journal = machine.journal();
    return journal != null && journal.isFull();
  }

  /** Says once that the member takes no part any more for want of room. */
  void tellIfFull() {
    if (!full && isFull()) {
      full = true;
      assignment
          .told()
          .accept(
              "there is no room for the log of node "
                  + machine.node()
                  + ": it takes no part until there is");
    }
  }

  /** Ends the recording, and the log in order. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    record(new Input.Stopped(System.nanoTime()));
    machine.stop();
    if (recorder != null && refusal.isEmpty()) {
      recorder.close();
    }
    WriteAheadLog log = log();
    if (log != null) {
      log.close();
    }
  }

  /** What a port refuses is recorded as soon as it is met. */
  private final class Recorded implements SeatOutlet {
    @Override
    public void emit(byte[] frame) {
      outlet.emit(frame);
    }

    @Override
    public boolean handOver(Host to, byte[] frame) {
      handOvers++;
      boolean taken = outlet.handOver(to, frame);
      if (!taken) {
        record(new Input.Refused(System.nanoTime(), Input.Asked.PORT, handOvers));
      }
      return taken;
    }

    @Override
    public void leaderChanged(int leader, Ballot ballot) {
      outlet.leaderChanged(leader, ballot);
    }

    @Override
    public void reconfigured(Effect.Reconfigured reconfigured) {
      outlet.reconfigured(reconfigured);
    }

    @Override
    public void memoryLost(List<Integer> members) {
      outlet.memoryLost(members);
    }

    @Override
    public void operatorAnswered(Message message) {
      outlet.operatorAnswered(message);
    }
  }
}
