package io.quorate.ovs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Says whether a {@link Live} test can run here, and if not, all that is missing. */
final class LiveCondition implements ExecutionCondition {

  private static final int CAP_NET_ADMIN = 12;
  private static final int CAP_NET_RAW = 13;
  private static final int CAP_SYS_ADMIN = 21;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<Live> live = AnnotationSupport.findAnnotation(context.getElement(), Live.class);
    if (live.isEmpty()) {
      return ConditionEvaluationResult.enabled("not a live test");
    }
    List<String> missing = missing(live.get());
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("the machine has what live tests need");
    }
    String reason = String.join(", ", missing);
    if (System.getProperty("quorate.live", "").equals("required")) {
      throw new IllegalStateException("live tests are required, and here " + reason);
    }
    return ConditionEvaluationResult.disabled(reason);
  }

  private static List<String> missing(Live live) {
    List<String> missing = new ArrayList<>();
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")) {
      missing.add("this is not Linux");
      return missing;
    }
    if (!mayDoWhatRootMay()) {
      missing.add("this is not root (or lacks CAP_NET_RAW, CAP_NET_ADMIN or CAP_SYS_ADMIN)");
    }
    needProgram("ip", missing);
    for (String program : live.programs()) {
      needProgram(program, missing);
    }
    if (live.openVSwitch()) {
      if (!Files.exists(Path.of("/dev/net/tun"))) {
        missing.add("there is no /dev/net/tun");
      }
      for (String program : List.of("ovs-vswitchd", "ovsdb-server", "ovs-vsctl", "ovs-ofctl")) {
        needProgram(program, missing);
      }
    }
    return missing;
  }

  private static void needProgram(String name, List<String> missing) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    for (String folder : path.split(":", -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
        return;
      }
    }
    missing.add(name + " is missing");
  }

  private static boolean mayDoWhatRootMay() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("CapEff:")) {
          long held = Long.parseUnsignedLong(line.substring(7).strip(), 16);
          long needed = 1L << CAP_NET_ADMIN | 1L << CAP_NET_RAW | 1L << CAP_SYS_ADMIN;
          return (held & needed) == needed;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }
}
