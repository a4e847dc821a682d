package io.quorate.fabric.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.file.BadFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {

  @Test
  void what_is_left_out_has_its_default() {
    assertThat(Workload.parse("kv")).isEqualTo(Workload.DEFAULT);
    Workload workload = Workload.parse("kv:clients=7, keys=3,reads=90,think=250us");
    assertThat(workload.processesPerClient()).isEqualTo(7);
    assertThat(workload.keys()).isEqualTo(3);
    assertThat(workload.readPercent()).isEqualTo(90);
    assertThat(workload.thinkNs()).isEqualTo(250_000);
    assertThat(workload.timeoutNs()).isEqualTo(Workload.DEFAULT.timeoutNs());
  }

  @Test
  void its_first_word_is_what_clients_and_hosts_speak() {
    Workload workload = Workload.parse("memcached:keys=3");
    assertThat(workload.protocol()).isEqualTo(Protocol.MEMCACHED);
    assertThat(workload.toString()).startsWith("memcached:clients=2,keys=3");
    assertThat(Workload.parse(workload.toString())).isEqualTo(workload);
  }

  @Test
  void the_longest_timeout_follows_the_first_unless_given() {
    assertThat(Workload.parse("kv:timeout=1s").timeoutMaxNs()).isEqualTo(8_000_000_000L);
    assertThat(Workload.parse("kv:timeout=1s,timeout-max=2s").timeoutMaxNs())
        .isEqualTo(2_000_000_000L);
  }

  @Test
  void its_text_reads_back() {
    Workload workload =
        Workload.parse(
            "kv:clients=9,readers=4,askers=2,requests=70,puts=0,cas=1000,think=0,timeout=1500us");
    assertThat(Workload.parse(workload.toString())).isEqualTo(workload);
    assertThat(Workload.parse(Workload.DEFAULT.toString())).isEqualTo(Workload.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "sql:keys=1|unknown kind \"sql\"",
        "''|unknown kind",
        "kv:|\"\" is no setting=value",
        "kv:keys|\"keys\" is no setting=value",
        "kv:client=2|did you mean \"clients\"?",
        "kv:keys=two|setting keys cannot be \"two\"; write a whole number",
        "kv:keys=5ms|setting keys cannot be \"5ms\"",
        "kv:think=5|setting think: \"5\" lacks its unit; write a number and ns",
        "kv:think=5h|setting think: unknown unit \"h\"",
        "kv:keys=0|keys out of range",
        "kv:reads=101|reads out of range",
        "kv:readers=1001|readers out of range",
        "kv:askers=0|askers out of range",
        "kv:requests=1000001|requests out of range",
        "kv:keys=9999999999999|setting keys cannot be",
        "kv:puts=0,appends=0,cas=0,deletes=0|weights of writes out of range",
        "kv:timeout=2s,timeout-max=1s|timeout-max out of range",
      })
  void what_is_wrong_is_said_in_one_line(String text, String message) {
    assertThatThrownBy(() -> Workload.parse(text))
        .isInstanceOf(BadFile.class)
        .hasMessageStartingWith("workload \"" + text + "\": ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
