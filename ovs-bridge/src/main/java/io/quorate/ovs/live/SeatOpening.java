package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.program.Directory;
import io.quorate.fabric.program.Registers;
import io.quorate.ovs.store.LogIdentity;
import io.quorate.ovs.store.WriteAheadLog;
import io.quorate.paxos.Durability;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Opens the seats of a switch with what earlier processes left: counts the start, then opens the
 * member's log and the programs' registers.
 *
 * @param loop runs things on the loop's thread
 * @param failed told there that a log has failed for good
 * @param told gets a line for people
 */
record SeatOpening(
    Fabric fabric,
    String switchName,
    SwitchFiles files,
    SwitchProcess.Options options,
    Executor loop,
    Consumer<String> failed,
    Consumer<String> told) {

  LiveSeat open(int place, SeatOutlet outlet) {
    SeatMachine.Position position = new SeatMachine.Position(fabric, place, switchName);
    int start = files.countStart(place);
    int registers = Registers.Places.count(new Directory(position.view()));
    return new LiveSeat(
        new LiveSeat.Assignment(
            position,
            FabricFile.write(fabric),
            options.seed(),
            start,
            log(position),
            MappedRegisters.open(files.registers(place), registers),
            options.record() ? files.inputs(place, start) : null,
            told),
        outlet);
  }

  /** True if the member of the group keeps a log. */
  static boolean isDurable(SeatMachine.Position position) {
    return position.node() > 0 && position.view().group().durability() == Durability.DURABLE;
  }

  private LiveSeat.Log log(SeatMachine.Position position) {
    if (!isDurable(position)) {
      return LiveSeat.Log.NONE;
    }
    try {
      return LiveSeat.Log.of(
          WriteAheadLog.open(
              files.log(position.place()),
              new LogIdentity(fabric.name(), position.view().group().id(), position.node()),
              options.log(),
              loop,
              failed));
    } catch (BadFile refused) {
      return LiveSeat.Log.refused(String.valueOf(refused.getMessage()));
    }
  }
}
