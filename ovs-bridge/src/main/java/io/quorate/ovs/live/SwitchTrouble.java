package io.quorate.ovs.live;

import io.quorate.ovs.store.LogDamage;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.TopologyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * What faults make of one live switch: which of them act now, and from that whether its bridge is
 * there, its process runs, and with what.
 */
final class SwitchTrouble {

  private final LiveFabric live;
  private final Squad squad;
  private final String name;
  private final Random random;
  private final SwitchFiles files;

  private int crashes;
  private int pauses;
  private int lostLogs;
  private int fills;
  private int cuts;
  private final List<Integer> slowed = new ArrayList<>();
  private final List<Double> rates = new ArrayList<>();

  private boolean bridge = true;

  /** The process was killed and is to be started when nothing is in the way. */
  private boolean killed;

  /** The process stands still. */
  private boolean still;

  SwitchTrouble(LiveFabric live, Squad squad, String name, Random random) {
    this.live = live;
    this.squad = squad;
    this.name = name;
    this.random = random;
    this.files = new SwitchFiles(live.runDirectory(), name);
  }

  boolean hasBridge() {
    return bridge;
  }

  /** Whoever is down hears nothing, and whoever stands still neither. */
  private boolean isUp() {
    return crashes == 0 && pauses == 0 && !killed;
  }

  void crash(boolean on) {
    crashes += on ? 1 : -1;
    if (crashes > 0) {
      kill();
    }
  }

  void pause(boolean on) {
    pauses += on ? 1 : -1;
  }

  void reboot() {
    if (isUp()) {
      kill();
    }
  }

  void tearLog() {
    if (isUp()) {
      kill();
      forEachLog((place, damage) -> damage.tear());
    }
  }

  void loseLog(boolean on) {
    lostLogs += on ? 1 : -1;
    if (on && lostLogs == 1) {
      kill();
      forEachLog((place, damage) -> damage.lose(files.keptLog(place)));
    } else if (lostLogs == 0) {
      kill();
      forEachLog((place, damage) -> damage.putBack(files.keptLog(place)));
    }
  }

  private void forEachLog(BiConsumer<Integer, LogDamage> deed) {
    for (int place = 0; place < live.fabric().tenants().size(); place++) {
      if (SeatOpening.isDurable(new SeatMachine.Position(live.fabric(), place, name))) {
        deed.accept(place, new LogDamage(files.log(place), random));
      }
    }
  }

  private void kill() {
    if (!killed) {
      squad.kill(name);
      killed = true;
      still = false;
    }
  }

  // ---------------------------------------------------------------- strain

  void fillDisk(boolean on) {
    fills += on ? 1 : -1;
    strain();
  }

  void cutController(boolean on) {
    cuts += on ? 1 : -1;
    strain();
  }

  void slowDisk(int times, boolean on) {
    if (on) {
      slowed.add(times);
    } else {
      slowed.remove(Integer.valueOf(times));
    }
    strain();
  }

  void clockRate(double rate, boolean on) {
    if (on) {
      rates.add(rate);
    } else {
      rates.remove(rate);
    }
    strain();
  }

  /** Nothing makes its life hard. */
  void ease() {
    strain();
  }

  private void strain() {
    Strain now =
        new Strain(
            fills > 0,
            slowed.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b),
            rates.stream().reduce(1.0, (a, b) -> a * b),
            cuts > 0);
    now.write(files.strain());
    tell(Map.of("do", "strain"));
  }

  /** Tells the process something, if it can hear; one that is just being started reads the file. */
  void tell(Map<String, Object> what) {
    if (isUp()) {
      try {
        squad.tell(name, what);
      } catch (TopologyException notYet) {
        // It is being started.
      }
    }
  }

  // ---------------------------------------------------------------- what becomes of it

  /**
   * Has the bridge be there and the process run, as far as nothing is in the way.
   *
   * @param dataPlane whether there is something that can make bridges
   */
  void settle(boolean dataPlane) {
    if (dataPlane && bridge != (crashes == 0)) {
      if (bridge) {
        live.deleteBridge(name);
      } else {
        live.createBridge(name);
      }
      bridge = !bridge;
    }
    if (killed && crashes == 0 && pauses == 0 && bridge && dataPlane) {
      squad.startSwitch(name);
      killed = false;
    } else if (!killed && still != (pauses > 0)) {
      squad.signal(name, pauses > 0 ? "STOP" : "CONT");
      still = !still;
      tell(Map.of("do", "strain"));
    }
  }
}
