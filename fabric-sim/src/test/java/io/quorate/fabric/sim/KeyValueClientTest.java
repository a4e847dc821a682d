package io.quorate.fabric.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.Checker;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.FailedCas;
import io.quorate.check.model.Models;
import io.quorate.check.model.NilRead;
import io.quorate.check.model.Reading;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.app.ClientCounts;
import io.quorate.fabric.app.KeyValueClient;
import io.quorate.fabric.app.KeyValueClient.Records;
import io.quorate.fabric.app.KeyValueClient.ServiceAddress;
import io.quorate.fabric.app.KeyValueService;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.link.Impairment;
import io.quorate.fabric.trace.KeptTimeline;
import io.quorate.fabric.trace.TraceEvent;
import io.quorate.fabric.trace.TraceLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class KeyValueClientTest {

  private static final int PORT = 7000;
  private static final long SECOND_NS = 1_000_000_000L;

  private final TestLan lan = new TestLan();
  private final KeyValueService service = new KeyValueService();
  private final ServedPort served = lan.right.serve(PORT, service);
  private final HistoryRecorder history = new HistoryRecorder();
  private final Histogram latencies = new Histogram(3);
  private final List<TraceEvent> events = new ArrayList<>();

  private KeyValueClient client(String workload) {
    TraceLog log = new KeptTimeline(events);
    return KeyValueClient.udp(
        lan.simulator,
        lan.random,
        lan.left,
        new ServiceAddress(lan.right.ipv4(), PORT),
        Workload.parse(workload),
        new Records(history, latencies, log),
        0,
        0);
  }

  private static Set<String> functions(History history) {
    Set<String> functions = new LinkedHashSet<>();
    history.calls().forEach(call -> functions.add(call.f()));
    return functions;
  }

  @Test
  void processes_ask_and_are_answered_until_they_are_drained() {
    KeyValueClient client = client("kv:clients=3,think=100us");
    client.start();
    lan.run(SECOND_NS);
    client.drain();
    lan.run(SECOND_NS);
    ClientCounts counts = client.counts();
    assertThat(client.pendingCount()).isZero();
    assertThat(counts.requests()).isGreaterThan(10_000).isEqualTo(counts.answered());
    assertThat(counts.retries()).isZero();
    assertThat(counts.answers()).isEqualTo(counts.datagrams()).isEqualTo(counts.requests());
    assertThat(served.receivedCount()).isEqualTo(counts.datagrams());
    assertThat(latencies.getTotalCount()).isEqualTo(counts.requests());
    assertThat(latencies.getMinValue())
        .isCloseTo(20_000, org.assertj.core.api.Assertions.within(50L));
    assertThat(history.history().size()).isEqualTo((int) counts.requests());
    assertThat(functions(history.history()))
        .containsExactlyInAnyOrder("get", "put", "append", "cas", "delete");
  }

  @Test
  void a_lost_request_or_answer_is_asked_for_again_and_executed_once() {
    KeyValueClient client = client("kv:clients=2,timeout=1ms,reads=0");
    lan.cable.forth().impose(new Impairment.Loss(0.2));
    lan.cable.back().impose(new Impairment.Loss(0.2));
    client.start();
    lan.run(5 * SECOND_NS);
    client.drain();
    lan.run(SECOND_NS);
    ClientCounts counts = client.counts();
    assertThat(client.pendingCount()).isZero();
    assertThat(counts.retries()).isGreaterThan(100);
    assertThat(service.executedCount()).isEqualTo(counts.requests());
    assertThat(service.repeatedCount()).isGreaterThan(50);
  }

  @Test
  void what_is_not_answered_stays_pending_and_is_sent_with_longer_and_longer_pauses() {
    KeyValueClient client = client("kv:clients=1,timeout=10ms,timeout-max=40ms,think=0");
    lan.left.ping(lan.right.ipv4(), new byte[1], roundTripNs -> {});
    lan.run(1_000_000);
    lan.cable.back().impose(new Impairment.Block());
    long startNs = lan.simulator.nowNs();
    client.start();
    lan.run(200_000_000);
    client.drain();
    List<Long> timesMs =
        events.stream().map(event -> (event.timeNs() - startNs) / 1_000_000).toList();
    assertThat(timesMs).containsExactly(0L, 10L, 30L, 70L, 110L, 150L, 190L);
    assertThat(client.pending()).singleElement().asString().contains("sent 7 times");
    History recorded = history.history();
    assertThat(recorded.size()).isEqualTo(1);
    assertThat(recorded.calls().getFirst().outcome()).isEqualTo(Outcome.INFO);
    lan.cable.back().lift(new Impairment.Block());
    lan.run(50_000_000);
    assertThat(client.pendingCount()).as("drained but answered").isZero();
    assertThat(client.counts().requests()).isEqualTo(1);
  }

  @Test
  void an_answer_too_many_is_counted_and_ignored() {
    KeyValueClient client = client("kv:clients=1");
    lan.cable.back().impose(new Impairment.Duplication(1));
    client.start();
    lan.run(100_000_000);
    assertThat(client.counts().repeatedAnswers()).isPositive();
    assertThat(client.counts().answered()).isEqualTo(client.counts().requests());
  }

  @Test
  void datagrams_that_answer_nothing_are_counted_and_ignored() {
    KeyValueClient client = client("kv:clients=1,think=1s");
    client.start();
    lan.run(10_000_000);
    long before = client.counts().answers();
    for (String stranger : List.of("", "left.0", "left.0 x ok", "left.0 999 ok", "left.1 1 ok")) {
      lan.right.send(PORT, lan.left.ipv4(), KeyValueClient.FIRST_PORT, bytes(stranger));
    }
    lan.right.send(PORT + 1, lan.left.ipv4(), KeyValueClient.FIRST_PORT, bytes("left.0 1 ok"));
    lan.run(10_000_000);
    assertThat(client.counts().strangers()).isEqualTo(6);
    assertThat(client.counts().answers()).isEqualTo(before);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Test
  void values_are_written_once_and_cas_sometimes_succeeds_and_sometimes_fails() {
    KeyValueClient client = client("kv:clients=4,keys=2,reads=20,think=50us");
    client.start();
    lan.run(SECOND_NS);
    client.drain();
    lan.run(SECOND_NS);
    Set<Object> written = new LinkedHashSet<>();
    long casOk = 0;
    long casFailed = 0;
    History recorded = history.history();
    for (int i = 0; i < recorded.size(); i++) {
      var call = recorded.operation(i).call();
      if (call.f().equals("put")) {
        assertThat(written.add(call.input())).isTrue();
      } else if (call.f().equals("cas")) {
        casOk += call.outcome() == Outcome.OK ? 1 : 0;
        casFailed += call.outcome() == Outcome.FAIL ? 1 : 0;
      }
    }
    assertThat(casOk).isGreaterThan(100);
    assertThat(casFailed).isGreaterThan(100);
  }

  @Test
  void what_one_service_answered_is_a_linearizable_history() {
    KeyValueClient client =
        client("kv:clients=5,keys=3,timeout=1ms,appends=3,deletes=3,think=50us");
    lan.cable.forth().impose(new Impairment.Loss(0.05));
    lan.cable.forth().impose(new Impairment.Reordering(0.2, 2_000_000));
    lan.cable.back().impose(new Impairment.Duplication(0.1));
    client.start();
    lan.run(SECOND_NS / 4);
    client.drain();
    lan.run(SECOND_NS);
    assertThat(client.counts().retries()).isPositive();
    assertThat(client.counts().requests()).isGreaterThan(1_000);
    assertThat(
            Checker.check(
                history.history(),
                Models.keyValue(null, new Reading(FailedCas.SAW_ANOTHER_VALUE, NilRead.SAW_NIL)),
                Budget.of(Duration.ofSeconds(60))))
        .isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void the_same_seed_asks_the_same() {
    assertThat(run()).isEqualTo(run()).hasSizeGreaterThan(500);
  }

  private static List<TraceEvent> run() {
    KeyValueClientTest test = new KeyValueClientTest();
    test.lan.cable.forth().impose(new Impairment.Loss(0.1));
    test.client("kv:clients=3").start();
    test.lan.run(SECOND_NS);
    return test.events;
  }
}
