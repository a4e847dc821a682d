package io.quorate.fabric.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.sim.EchoService;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyValueServiceTest {

  private final KeyValueService service = new KeyValueService();

  private static String ask(KeyValueService service, String request) {
    byte[] answer = service.answer(request.getBytes(StandardCharsets.ISO_8859_1));
    return answer == null ? "(none)" : new String(answer, StandardCharsets.ISO_8859_1);
  }

  @Test
  void answers_every_command() {
    assertThat(ask(service, "c1 1 get k")).isEqualTo("c1 1 nil");
    assertThat(ask(service, "c1 2 put k v")).isEqualTo("c1 2 ok");
    assertThat(ask(service, "c1 3 get k")).isEqualTo("c1 3 ok v");
    assertThat(ask(service, "c1 4 append k w")).isEqualTo("c1 4 ok vw");
    assertThat(ask(service, "c1 5 cas k vw x")).isEqualTo("c1 5 ok");
    assertThat(ask(service, "c1 6 cas k vw y")).isEqualTo("c1 6 fail x");
    assertThat(ask(service, "c1 7 del k")).isEqualTo("c1 7 ok");
    assertThat(ask(service, "c1 8 del k")).isEqualTo("c1 8 nil");
    assertThat(ask(service, "c1 9 jump k")).startsWith("c1 9 error ");
  }

  @Test
  void a_repeated_request_is_answered_again_and_not_executed_again() {
    assertThat(ask(service, "c1 1 append k v")).isEqualTo("c1 1 ok v");
    assertThat(ask(service, "c2 1 append k w")).isEqualTo("c2 1 ok vw");
    assertThat(ask(service, "c1 1 append k v")).isEqualTo("c1 1 ok v");
    assertThat(ask(service, "c1 2 get k")).isEqualTo("c1 2 ok vw");
    assertThat(service.executedCount()).isEqualTo(3);
    assertThat(service.repeatedCount()).isEqualTo(1);
  }

  @Test
  void a_request_older_than_the_latest_is_stale() {
    ask(service, "c1 1 put k v");
    ask(service, "c1 2 put k w");
    assertThat(ask(service, "c1 1 put k v")).isEqualTo("c1 1 error stale request");
    assertThat(ask(service, "c1 3 get k")).isEqualTo("c1 3 ok w");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "c1",
        "c1 ",
        "c1 1",
        " 1 get k",
        "c1 x get k",
        "c1 0 get k",
        "c1 -1 get k"
      })
  void a_datagram_without_name_and_number_gets_no_answer(String request) {
    assertThat(ask(service, request)).isEqualTo("(none)");
    assertThat(service.executedCount()).isZero();
  }

  @Test
  void a_name_or_number_that_is_too_long_gets_no_answer() {
    assertThat(ask(service, "c".repeat(65) + " 1 get k")).isEqualTo("(none)");
    assertThat(ask(service, "c1 " + "9".repeat(19) + " get k")).isEqualTo("(none)");
    assertThat(ask(service, "c1 " + "9".repeat(18) + " get k")).endsWith(" nil");
  }

  @Test
  void the_client_that_was_silent_longest_is_forgotten_first() {
    for (int i = 0; i < KeyValueService.CLIENTS_MAX; i++) {
      ask(service, "c" + i + " 1 append k" + i + " v");
    }
    ask(service, "c0 2 get k0");
    ask(service, "newcomer 1 get k");
    assertThat(service.evictedCount()).isEqualTo(1);
    assertThat(ask(service, "c2 1 append k2 v")).as("remembered").isEqualTo("c2 1 ok v");
    assertThat(ask(service, "c0 2 get k0")).as("remembered").isEqualTo("c0 2 ok v");
    assertThat(ask(service, "c1 1 append k1 v")).as("forgotten").isEqualTo("c1 1 ok vv");
  }

  @Test
  void equal_requests_in_equal_order_give_equal_digests_and_others_do_not() {
    KeyValueService other = new KeyValueService();
    for (String request : List.of("c1 1 put k v", "c2 1 put l w", "c1 2 del k")) {
      ask(service, request);
      assertThat(service.stateDigest()).isNotEqualTo(other.stateDigest());
      ask(other, request);
      assertThat(service.stateDigest()).isEqualTo(other.stateDigest());
    }
    ask(service, "c3 1 get k");
    assertThat(service.stateDigest())
        .as("an answer remembered is state too")
        .isNotEqualTo(other.stateDigest());
  }

  @Test
  void any_bytes_are_survived() {
    SeededRandom random = new SeededRandom(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      service.answer(bytes);
    }
    assertThat(ask(service, "c1 1 get k")).isEqualTo("c1 1 nil");
  }

  @Test
  void echo_gives_the_bytes_back() {
    byte[] request = {1, 2, 3};
    assertThat(new EchoService().answer(request)).isEqualTo(request).isNotSameAs(request);
  }
}
