package io.quorate.bench.live;

import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Processor time of a fabric's processes, as the kernel counts it: in hundredths of a second. */
final class Spent {

  static final String SWITCH = "ovs-vswitchd";
  private static final long TICK_NS = 10_000_000;
  private static final int USER_TICKS = 11;

  private Spent() {}

  /** Nanoseconds since each process began, all its threads together. */
  static Map<String, Long> by(LiveFabric live) {
    Map<String, Long> spent = new LinkedHashMap<>();
    for (RunningProcess each : live.processes()) {
      spent.put(each.name(), ns(each.pid()));
    }
    return spent;
  }

  private static long ns(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return TICK_NS
          * (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]));
    } catch (IOException ended) {
      return 0;
    }
  }

  /** What came since. */
  static Map<String, Long> since(Map<String, Long> before, LiveFabric live) {
    Map<String, Long> now = by(live);
    now.replaceAll((name, ns) -> ns - before.getOrDefault(name, 0L));
    return now;
  }
}
