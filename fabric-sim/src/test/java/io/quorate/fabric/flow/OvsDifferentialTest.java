package io.quorate.fabric.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random tables and frames through our pipeline and through a real ovs-vswitchd: the same frames
 * leave by the same ports. More cases: {@code -Dquorate.ovs.cases=1000}; another beginning: {@code
 * -Dquorate.ovs.seed=N}.
 */
class OvsDifferentialTest {
  private static final int FRAMES = 12;

  @TempDir Path directory;

  @Test
  void theSameFramesLeave() throws IOException {
    int cases = Integer.getInteger("quorate.ovs.cases", 40);
    long first = Long.getLong("quorate.ovs.seed", 1);
    List<String> wrong = new ArrayList<>();
    int framesThatLeft = 0;
    try (DummyOvs ovs = DummyOvs.start(directory)) {
      for (long seed = first; seed < first + cases; seed++) {
        framesThatLeft += compare(ovs, seed, wrong);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(framesThatLeft).as("frames that left").isGreaterThanOrEqualTo(2 * cases);
  }

  /** Draws tables and frames from the seed; the number of frames of which something left. */
  private static int compare(DummyOvs ovs, long seed, List<String> wrong) throws IOException {
    RandomTables drawn = new RandomTables(seed);
    RecordingSwitch ours = new RecordingSwitch(1, 2, 3, 4);
    drawn.groups().forEach(text -> ours.pipeline.putGroup(FlowSyntax.group(text, Names.NONE)));
    drawn.flows().forEach(text -> ours.pipeline.add(FlowSyntax.flow(text, Names.NONE), 0));
    // The real switch is given our canonical text, so that is tried too.
    List<String> groups = ours.pipeline.groups().stream().map(Group::toString).toList();
    ovs.load(groups, ours.pipeline.entries().stream().map(e -> e.flow().toString()).toList());
    int framesThatLeft = 0;
    for (int i = 0; i < FRAMES; i++) {
      int inPort = drawn.port();
      byte[] frame = drawn.frame();
      Map<Integer, List<String>> expected = ovs.send(inPort, frame);
      Map<Integer, List<String>> left = ours.send(inPort, frame);
      framesThatLeft += expected.isEmpty() ? 0 : 1;
      if (!left.equals(expected)) {
        String hex = HexFormat.of().formatHex(frame);
        String replay = "-Dquorate.ovs.cases=1 -Dquorate.ovs.seed=" + seed;
        wrong.add(
            """
            replay: %s
            in_port %d %s
            ovs  %s
            ours %s
            %s
            %s"""
                .formatted(
                    replay, inPort, hex, expected, left, groups, ours.pipeline.dump(Names.NONE)));
      }
    }
    return framesThatLeft;
  }
}
