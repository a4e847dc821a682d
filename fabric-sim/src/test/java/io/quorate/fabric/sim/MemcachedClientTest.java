package io.quorate.fabric.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.Checker;
import io.quorate.check.history.Call;
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
import io.quorate.fabric.app.Protocol;
import io.quorate.fabric.app.UdpService;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.link.Impairment;
import io.quorate.fabric.trace.KeptTimeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class MemcachedClientTest {

  private static final int PORT = 11211;
  private static final long SECOND_NS = 1_000_000_000L;

  private final TestLan lan = new TestLan();
  private final HistoryRecorder history = new HistoryRecorder();

  private KeyValueClient client(UdpService service, String settings) {
    lan.right.serve(PORT, service);
    return KeyValueClient.udp(
        lan.simulator,
        lan.random,
        lan.left,
        new ServiceAddress(lan.right.ipv4(), PORT),
        Workload.parse("memcached:" + settings),
        new Records(history, new Histogram(3), new KeptTimeline(new ArrayList<>())),
        0,
        0);
  }

  private Stream<Call> calls() {
    History recorded = history.history();
    return IntStream.range(0, recorded.size()).mapToObj(each -> recorded.operation(each).call());
  }

  private long outcomes(String f, Outcome outcome) {
    return calls().filter(call -> call.f().equals(f) && call.outcome() == outcome).count();
  }

  private Verdict verdict() {
    return Checker.check(
        history.history(),
        Models.keyValue(null, new Reading(FailedCas.SAW_ANOTHER_VALUE, NilRead.SAW_NIL)),
        Budget.of(Duration.ofSeconds(60)));
  }

  @Test
  void every_command_is_asked_and_answered_and_a_cas_succeeds_where_nothing_came_between() {
    KeyValueClient client =
        client(Protocol.MEMCACHED.service(), "clients=3,keys=2,deletes=2,think=100us");
    client.start();
    lan.run(SECOND_NS);
    client.drain();
    lan.run(SECOND_NS);

    ClientCounts counts = client.counts();
    assertThat(counts.answered()).isEqualTo(counts.requests()).isGreaterThan(5_000);
    for (String f : List.of("get", "put", "append", "cas", "delete")) {
      assertThat(outcomes(f, Outcome.OK)).as(f).isGreaterThan(50);
    }
    assertThat(outcomes("cas", Outcome.FAIL)).as("another came between").isGreaterThan(50);
    assertThat(outcomes("append", Outcome.FAIL)).as("to nothing").isGreaterThan(10);
    assertThat(verdict()).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void a_write_without_an_answer_is_given_up_and_a_read_is_asked_again() {
    KeyValueClient client =
        client(Protocol.MEMCACHED.service(), "clients=4,keys=3,timeout=1ms,think=50us");
    lan.cable.forth().impose(new Impairment.Loss(0.05));
    lan.cable.back().impose(new Impairment.Loss(0.05));
    client.start();
    lan.run(SECOND_NS);
    client.drain();
    lan.run(SECOND_NS);

    ClientCounts counts = client.counts();
    assertThat(client.pendingCount()).isZero();
    assertThat(counts.givenUp()).isPositive();
    assertThat(counts.retries()).as("reads").isPositive();
    assertThat(counts.answered() + counts.givenUp()).isEqualTo(counts.requests());
    assertThat(outcomes("get", Outcome.INFO)).isZero();
    assertThat(calls().filter(call -> call.outcome() == Outcome.INFO).count())
        .isEqualTo(counts.givenUp());
    assertThat(verdict()).isInstanceOf(Verdict.Valid.class);
  }

  /** Says the same to everything. */
  private static final class Parrot implements UdpService {
    private final byte[] answer;

    Parrot(byte[] answer) {
      this.answer = answer;
    }

    @Override
    public byte[] answer(byte[] request) {
      byte[] bytes = answer.clone();
      System.arraycopy(request, 0, bytes, 0, 2);
      return bytes;
    }

    @Override
    public long stateDigest() {
      return 0;
    }
  }

  @Test
  void an_answer_that_does_not_say_what_happened_leaves_the_request_open() {
    byte[] error =
        "\0\0\0\0\0\1\0\0SERVER_ERROR out of memory storing object\r\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    KeyValueClient client = client(new Parrot(error), "clients=1");
    client.start();
    lan.run(100_000_000);
    assertThat(client.counts().requests()).isGreaterThan(10);
    assertThat(client.counts().answered()).isZero();
    assertThat(client.counts().givenUp()).isGreaterThan(10);
  }

  @Test
  void an_answer_in_several_datagrams_is_not_understood() {
    byte[] first = "\0\0\0\0\0\2\0\0VALUE k0 0 1400 1\r\nabc".getBytes(StandardCharsets.ISO_8859_1);
    KeyValueClient client = client(new Parrot(first), "clients=1,reads=100");
    client.start();
    lan.run(100_000_000);
    assertThat(client.counts().answered()).isZero();
    assertThat(client.counts().givenUp()).isPositive();
  }

  @Test
  void strangers_are_counted_and_ignored() {
    KeyValueClient client = client(Protocol.MEMCACHED.service(), "clients=1,think=1s");
    client.start();
    lan.run(10_000_000);
    for (String stranger : List.of("", "x", "\0\7\0\0\0\1\0\0END\r\n")) {
      byte[] bytes = stranger.getBytes(StandardCharsets.ISO_8859_1);
      lan.right.send(PORT, lan.left.ipv4(), KeyValueClient.FIRST_PORT, bytes);
    }
    lan.run(10_000_000);
    assertThat(client.counts().strangers()).isEqualTo(3);
  }
}
