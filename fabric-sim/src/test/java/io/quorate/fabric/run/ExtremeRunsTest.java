package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Link;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients that never pause and ask again at once, on links that double every other frame, around a
 * long partition: hosts stay in step, each packet gets one answer, each request is executed once.
 */
class ExtremeRunsTest {

  @ParameterizedTest
  @CsvSource({
    "wan-three, clients=3, 1, 8",
    "wan-three-kv, clients=3, 1, 12",
    "leaf-spine-five, clients=2, 1, 6",
    "wan-three, clients=20, 101, 102",
    "wan-three-kv, clients=20, 101, 102"
  })
  void hold(String name, String clients, long first, long last) {
    for (long seed = first; seed <= last; seed++) {
      Story story = scenario(name).seed(seed).lasting("0.4s");
      story.asking(clients + ",think=0,keys=1,timeout=2ms,timeout-max=8ms");
      RunResult run = worstWeather(story, TestFabrics.shipped(name), seed).isSafe();
      assertThat(run.count(Figure.RETRIES)).isPositive();
    }
  }

  private static Story worstWeather(Story story, Fabric fabric, long seed) {
    SeededRandom random = new SeededRandom(seed).split("weather");
    for (Link link : links(fabric)) {
      story.at("20ms", "duplication: {link: " + link.name() + ", probability: 50%}");
      if (random.nextInt(3) == 0) {
        String hold = 1 + random.nextInt(30) + "ms";
        story.at(
            "20ms",
            "reordering: {link: " + link.name() + ", probability: 30%, hold: " + hold + "}");
      }
      if (random.nextInt(4) == 0) {
        story.at("20ms", "loss: {link: " + link.name() + ", probability: 20%}");
      }
    }
    List<String> members = fabric.group().members();
    String alone = members.get(random.nextInt(members.size()));
    story.at("100ms", "isolate: " + alone, "for: " + (20 + random.nextInt(250)) + "ms");
    String stopped = members.get(random.nextInt(members.size()));
    return story.at("150ms", "crash: " + stopped, "for: " + (1 + random.nextInt(100)) + "ms");
  }

  /** Those of service hosts are not the fabric's to guarantee. */
  private static List<Link> links(Fabric fabric) {
    List<Link> links = new ArrayList<>(fabric.links());
    links.removeIf(link -> isServiceHost(fabric, link.a()) || isServiceHost(fabric, link.b()));
    return links;
  }

  private static boolean isServiceHost(Fabric fabric, String node) {
    return fabric.hosts().stream()
        .anyMatch(host -> host.name().equals(node) && host.role() == Host.Role.SERVICE);
  }
}
