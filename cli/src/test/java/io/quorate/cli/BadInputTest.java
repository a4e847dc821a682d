package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever a user gets wrong: exit code 2, one line on standard error that names it, nothing on
 * standard output, nothing left behind.
 */
final class BadInputTest {

  private static final String WAN_THREE = "fabrics/wan-three.yaml";

  @TempDir private Path temp = Path.of("");

  @BeforeEach
  void write() throws IOException {
    String good = Files.readString(Invocation.ROOT.resolve(WAN_THREE));
    write("latancy.yaml", good.replace("latency: 80us..120us}", "latancy: 80us..120us}"));
    write("no-yaml.yaml", "fabric: [");
    write("empty.yaml", "");
    write("flow.yaml", good + "\nflows:\n  - add-flow S1 dl_type=oops,actions=drop\n");
    write("flow-switch.yaml", good + "\nflows:\n  - add-flow S9 actions=drop\n");
    write("faults.yaml", "faults:\n  - {at: 1s, crash: S9}\n");
    write("kind.yaml", "faults:\n  - {at: 1s, crsh: S1}\n");
    write("history.edn", "{:process 0, :type :ok, :f :read, :value 1}\n");
    write("queue.edn", "{:process 0, :type :invoke, :f :dequeue, :value 1}\n");
    write("strange.edn", "{:process 0, :type :invoke, :f :dance, :value 1}\n");
    write("read.edn", "[0 :invoke :write 1] [0 :ok :write 1]");
    String transfer = ":transfer {:from 0, :to 1, :amount 1}]";
    write("bank.edn", "[0 :invoke " + transfer + " [0 :ok " + transfer);
    write("open.json", "{\"process\": 0, \"value\": [1");
    String event = "{\"process\":0,\"type\":\"invoke\",\"f\":\"write\",\"value\":";
    write("deep.json", event + "[".repeat(2_000));
    write("noise.bin", "\u0000\u0001\u0002");
    write("file", "in the way");
    Files.createDirectory(temp.resolve("taken"));
    Files.createDirectory(temp.resolve("half"));
    write("half/scenario.yaml", "seed: 1\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(temp.resolve(name), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run @none.yaml                                      | none.yaml: no such file
          run @latancy.yaml --out @new                        | unknown key "latancy"
          run @no-yaml.yaml --out @new                        | no-yaml.yaml:
          run @empty.yaml                                     | empty.yaml: is empty
          run @taken                                          | taken: is a directory
          run @noise.bin                                      | noise.bin
          run @flow.yaml --out @new                           | flow.yaml
          run @flow-switch.yaml --out @new                    | there is no switch 'S9'
          run WAN --faults @faults.yaml --out @new            | faults.yaml:2:
          run WAN --faults @kind.yaml --out @new              | did you mean "crash"
          run WAN --faults @nix --out @new                    | nix: no such file
          run WAN --out @taken                                | taken: already exists
          run WAN --out @file/run                             | run: cannot be written
          run WAN --out /proc/quorate-run                     | /proc/quorate-run: cannot be written
          run WAN --workload sql                              | unknown kind "sql"
          run WAN --workload kv:keys=0                        | keys out of range
          run WAN --duration 8                                | lacks its unit
          run WAN --duration 0s                               | --duration 0s: too short
          run WAN --duration 9999min                          | is out of range; write something from 0s
          run WAN --duration 1h                               | unknown unit "h"
          run WAN --seed one                                  | '--seed': 'one' is not a whole number
          run WAN --seed 9999999999999999999                  | is out of range; write a number from
          trace @half --width 9999999999                      | is out of range; write a number from
          run EMPTY                                           | '': cannot be the name of a file
          run WAN --out EMPTY                                 | '--out': '' is no name of a file
          replay EMPTY                                        | '' is no name of a file
          run WAN --sed 1                                     | unknown option '--sed'; did you mean --seed?
          run WAN more                                        | unexpected argument 'more'
          run WAN --out @a --no-out                           | mutually exclusive
          run WAN --seed 1 --seed 2                           | --seed
          run \\@latancy.yaml                                  | @latancy.yaml: no such file
          run                                                 | FABRIC
          replay @none                                        | none: is no directory
          replay @taken                                       | taken: is not a run's directory (no scenario.yaml)
          trace @taken                                        | taken: is not a run's directory (no scenario.yaml)
          replay @half                                        | fabric.yaml: no such file
          replay                                              | RUN
          check @none.edn                                     | none.edn: there is no such file
          check @taken                                        | taken: is a directory without a file
          check @history.edn                                  | history.edn:1:
          check @queue.edn                                    | its calls are those of fifo-queue, unordered-queue
          check @strange.edn                                  | strange.edn: no model has all of its calls
          check @queue.edn @strange.edn --html @page.html     | a page is of one history, and there are 2
          check @read.edn --html @none/page.html              | page.html: cannot be written:
          check @queue.edn --level serial                     | --level serial: no such level
          check @queue.edn --key-order lexical                | --key-order lexical: no such order
          check @queue.edn --model bank --initial 3           | --initial 3: a bank has none
          check @queue.edn --model register --level serializable | --level serializable: means nothing for a register;
          check @read.edn --level serializable                | a register, which
          check @read.edn --key-order unknown                 | --key-order unknown: means nothing for a register
          check @read.edn --closed-world                      | --closed-world: means nothing for a register
          check @read.edn --total 3                           | --total 3: means nothing for a register
          check @read.edn --overdraft                         | --overdraft: means nothing for a register
          check @read.edn --prompt                            | --prompt: means nothing for a register
          check @bank.edn --initial 3                         | --initial 3: a bank has none, which
          check @bank.edn --level serializable                | --level serializable: means nothing for a bank
          check @bank.edn --model bank --reading strict       | --reading strict: means nothing for a bank
          check @read.edn --model mutex --reading strict      | --reading strict: means nothing for a mutex
          check @bank.edn --total x                           | '--total': 'x' is not a whole number
          check @queue.edn --model bank                       | queue.edn: operation 0 of process 0, dequeue
          check @queue.edn --model bank --engine search       | --engine search: judges no bank
          check @queue.edn --model counter --initial x        | --initial x: a counter begins with
          check @queue.edn --model kv                         | dequeue
          check @open.json                                    | (start marker at line 1, column 25)
          check @deep.json                                    | exceeds the maximum allowed (1000)
          check @noise.bin                                    | noise.bin
          check @queue.edn --model queue                      | --model queue: no such model
          check @queue.edn --engine serch                     | --engine serch: no such engine; did you mean
          check @queue.edn --engine knossos                   | Knossos is not on the class path; build with
          check @queue.edn --initial [1                       | --initial [1
          check @queue.edn --reading aloud                    | --reading aloud: no such reading
          check @queue.edn --budget soon                      | is not understood; write a number and
          check                                               | HISTORY
          trace @none                                         | none: is no directory
          trace @half                                         | fabric.yaml: no such file
          trace @half --slot 9..1                             | runs backwards
          trace @half --slot x                                | 'x' is no slot
          flows @none.yaml                                    | none.yaml: no such file
          flows @flow.yaml                                    | flow.yaml
          flows WAN --switch S7                               | has no switch S7
          run WAN --knobs                                     | add --faults random
          soak WAN                                            | --seeds
          soak WAN --seeds 5..1                               | no seeds from 5 to 1
          soak WAN --seeds all                                | 'all' is no range of seeds
          soak WAN --seeds 0..1 --jobs 0                      | --jobs 0: out of range
          soak @flow.yaml --seeds 0..1                        | flow.yaml
          soak @none.yaml --seeds 0..1                        | none.yaml: no such file
          bogus                                               | unknown command 'bogus'; there are demo, run,
          help dmeo                                           | unknown command 'dmeo'; did you mean demo?
          rnu --help                                          | unknown command 'rnu'; did you mean run?
          dmeo                                                | unknown command 'dmeo'; did you mean demo?
          --versoin                                           | unknown option '--versoin'; did you mean --version?
          demo --seed 1                                       | --seed
          """)
  void itIsToldInOneLine(String command, String told) throws IOException {
    List<String> before = everything();

    Invocation call = Invocation.of(words(command));

    assertThat(call.exitCode()).as(call.out() + call.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(call.err()).startsWith("quorate: ").contains(told).endsWith("\n");
    assertThat(call.err().lines()).as(call.err()).hasSize(1);
    assertThat(call.err()).doesNotContain("Exception");
    assertThat(call.out()).isEmpty();
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void noVerbAtAllIsUsageToo() {
    Invocation call = Invocation.of();

    assertThat(call.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(call.err())
        .isEqualToIgnoringNewLines("quorate: no command given; see quorate --help");
  }

  @Test
  void anUnknownNodeOfATraceIsNamed() {
    Path run = temp.resolve("run");
    Invocation.of("run", WAN_THREE, "--duration", "50ms", "--out", run);

    Invocation node = Invocation.of("trace", run, "--node", "S1,S8");
    Invocation width = Invocation.of("trace", run, "--width", "7");

    assertThat(node.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(node.err()).contains("has no node S8");
    assertThat(width.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(width.err()).contains("--width 7: out of range");
  }

  @Test
  void aDamagedTimelineIsToldBeforeAnythingIsDrawn() throws IOException {
    Path run = temp.resolve("run");
    Invocation.of("run", WAN_THREE, "--duration", "50ms", "--out", run);
    Files.writeString(run.resolve("timeline.jsonl"), "{\"time\":1}\n");

    Invocation trace = Invocation.of("trace", run);

    assertThat(trace.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(trace.err()).contains("timeline.jsonl:1:");
    assertThat(trace.out()).isEmpty();
  }

  private Object[] words(String command) {
    return Stream.of(command.strip().split(" +", -1))
        .map(word -> word.equals("WAN") ? WAN_THREE : word)
        .map(word -> word.startsWith("@") ? temp.resolve(word.substring(1)).toString() : word)
        .map(word -> word.equals("EMPTY") ? "" : word)
        .map(word -> word.startsWith("\\") ? word.substring(1) : word)
        .toArray();
  }

  private List<String> everything() throws IOException {
    try (Stream<Path> files = Files.walk(temp)) {
      return files.map(Path::toString).sorted().toList();
    }
  }
}
