package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.TestFabrics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What it costs that members store before they speak, and that the busier they are, the more
 * records share a sync. The figures are of virtual time and the same everywhere; the table of
 * docs/replication.md is made here.
 */
final class GroupCommitTest {

  private static final double NS_PER_MS = 1e6;

  private static RunResult under(String fabric, int clients) {
    return scenario(fabric)
        .asking("clients=" + clients + ",think=0,keys=200")
        .lasting("0.25s")
        .isSafe();
  }

  private static double recordsInASync(RunResult run) {
    return (double) run.count(Figure.RECORDS_STORED) / run.count(Figure.SYNCS);
  }

  private static String row(int clients) {
    RunResult durable = under("wan-three-kv", clients);
    RunResult nothingKept = under("wan-three-volatile", clients);
    return String.format(
        Locale.ROOT,
        "| %d | %.1f | %.2f ms | %.2f ms |",
        3 * clients,
        recordsInASync(durable),
        durable.latency().p50Ns() / NS_PER_MS,
        nothingKept.latency().p50Ns() / NS_PER_MS);
  }

  @Test
  void theBusierAMemberTheMoreRecordsShareASync() {
    double alone = recordsInASync(under("wan-three-kv", 1));
    double crowd = recordsInASync(under("wan-three-kv", 40));

    assertThat(alone).isLessThan(1.5);
    assertThat(crowd).isGreaterThan(5 * alone);
  }

  @Test
  void theDocumentationTellsTheFigures() throws IOException {
    String page = Files.readString(TestFabrics.root().resolve("docs/replication.md"));

    assertThat(page).contains(row(1)).contains(row(10)).contains(row(40));
  }
}
