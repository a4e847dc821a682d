package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check}, on histories that the checker's own tests know nothing of. */
final class CheckVerbTest {

  private static final String STALE =
      """
      {:process 0, :type :invoke, :f :write, :value 1}
      {:process 0, :type :ok, :f :write, :value 1}
      {:process 1, :type :invoke, :f :read, :value nil}
      {:process 1, :type :ok, :f :read, :value 0}
      """;

  @TempDir private Path temp = Path.of("");
  private Path stale = Path.of("");
  private Path fine = Path.of("");

  @BeforeEach
  void write() throws IOException {
    stale = Files.writeString(temp.resolve("stale.edn"), STALE);
    fine = Files.writeString(temp.resolve("fine.edn"), STALE.replace("value 0", "value 1"));
  }

  @Test
  void whatARunRecordedIsLinearizable() {
    Path run = temp.resolve("run");
    Invocation.of("run", "fabrics/wan-three.yaml", "--duration", "200ms", "--out", run);

    Invocation check =
        Invocation.of("check", run.resolve("history.edn"), run.resolve("history.jsonl"));

    assertThat(check.exitCode()).as(check.err()).isZero();
    assertThat(check.out().lines().filter(line -> line.endsWith("  linearizable"))).hasSize(2);
    assertThat(check.out()).endsWith("2 fine\n");
  }

  @Test
  void aTamperedHistoryIsNot() throws IOException {
    Path run = temp.resolve("run");
    Invocation.of("run", "fabrics/wan-three.yaml", "--duration", "200ms", "--out", run);
    Path history = run.resolve("history.edn");
    String tampered =
        Files.readString(history)
            .replaceFirst("(:type :ok, :f :get, :value \\[\"k\\d\" )[^]]*]", "$1\"invented\"]");
    Files.writeString(history, tampered);

    Invocation check = Invocation.of("check", history);

    assertThat(check.exitCode()).isEqualTo(ExitCode.VIOLATION);
    assertThat(check.out()).contains("not linearizable").contains("invented");
  }

  @Test
  void oneBadHistoryAmongGoodOnesDecidesTheExitCode() {
    Invocation check = Invocation.of("check", stale, fine, "--model", "register", "--initial", 0);

    assertThat(check.exitCode()).isEqualTo(ExitCode.VIOLATION);
    assertThat(check.out())
        .contains(stale + ": not linearizable", "1 fine, 1 wrong")
        .doesNotContain(fine + ": ");
  }

  @Test
  void aTableKeepsItsColumnsWhateverFilesAreCalled() throws IOException {
    Path strange = Files.copy(fine, temp.resolve("two\nlines.edn"));
    Invocation check = Invocation.of("check", strange, stale);
    assertThat(check.out()).contains("two?lines.edn  ").doesNotContain("two\nlines");

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Output out = new Output(bytes, StandardCharsets.UTF_8);
    FindingTable table = new FindingTable(out, List.of(Path.of("a"), Path.of("b")));
    table.begin();
    table.add(Path.of("a"), new Finding.Unusable("empty"), 0);
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines.getLast().indexOf("unusable")).isEqualTo(lines.getFirst().indexOf("verdict"));
  }

  @Test
  void oneOperationIsNotSeveral() throws IOException {
    Path bank =
        Files.writeString(
            temp.resolve("bank.edn"), "[0 :invoke :read nil] [0 :ok :read {0 5, 1 5}]");
    assertThat(Invocation.of("check", bank, "--model", "bank").out())
        .contains("nothing amiss in 1 operation\n");
  }

  @Test
  void aBudgetThatIsSpentIsUnknown() {
    Invocation check = Invocation.of("check", stale, "--model", "register", "--budget", "0s");

    assertThat(check.exitCode()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(check.out()).contains("unknown: the time budget is spent");
  }

  @Test
  void theInitialValueMatters() throws IOException {
    Path history =
        Files.writeString(
            temp.resolve("read.edn"),
            """
            {:process 1, :type :invoke, :f :read, :value nil}
            {:process 1, :type :ok, :f :read, :value 7}
            """);

    assertThat(exitCode("check", history, "--model", "register", "--initial", 7)).isZero();
    assertThat(exitCode("check", history, "--model", "register", "--initial", "8"))
        .isEqualTo(ExitCode.VIOLATION);
    assertThat(exitCode("check", history, "--model", "register")).isEqualTo(ExitCode.VIOLATION);
  }

  private static int exitCode(Object... args) {
    return Invocation.of(args).exitCode();
  }

  @Test
  void theModelIsRecognised() {
    Invocation check = Invocation.of("check", fine, "--engine", "search");

    assertThat(check.out()).contains("(model register, 2 operations, by search, ");
  }

  @Test
  void aDirectoryIsAllHistoriesInIt() throws IOException {
    Files.writeString(temp.resolve("notes.md"), "none");
    Path run = temp.resolve("run");
    Invocation.of("run", "fabrics/wan-three.yaml", "--duration", "50ms", "--out", run);

    Invocation check = Invocation.of("check", temp, "--json");

    assertThat(check.exitCode()).isEqualTo(ExitCode.VIOLATION);
    assertThat(check.out().lines()).hasSize(3);
    assertThat(check.out())
        .contains(fine.toString(), stale.toString(), run.resolve("history.edn").toString());
  }

  @Test
  void whatCannotBeUsedOutweighsWhatIsWrongAndTheRestIsJudgedAllTheSame() throws IOException {
    Path empty = Files.writeString(temp.resolve("empty.edn"), "");

    Invocation check = Invocation.of("check", empty, stale, fine);

    assertThat(check.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(check.err()).isEqualTo("quorate: " + empty + ": holds no events\n");
    assertThat(check.out()).contains("1 fine, 1 wrong, 1 unusable");
  }

  @Test
  void aPageForABrowserIsWritten() throws IOException {
    Path page = temp.resolve("stale.html");

    Invocation check = Invocation.of("check", stale, "--html", page);

    assertThat(check.exitCode()).isEqualTo(ExitCode.VIOLATION);
    assertThat(Files.readString(page)).contains("<title>", "stale.edn");
  }

  @Test
  void aPageReplacesNoHistory() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link.html"), stale);
    Path hard = Files.createLink(temp.resolve("hard.html"), stale);
    for (Path page : List.of(stale, temp.resolve(".").resolve("stale.edn"), link, hard)) {
      refused(page, "is the history itself");
      assertThat(stale).hasContent(STALE);
    }
    assertThat(link).isSymbolicLink();
  }

  @Test
  void aPageReplacesNothingButARegularFile() throws IOException, InterruptedException {
    Path fifo = temp.resolve("fifo");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "a FIFO needs mkfifo");
    assertThat(Invocation.of(temp, List.of("mkfifo", fifo.toString())).exitCode()).isZero();
    Path link = Files.createSymbolicLink(temp.resolve("link.html"), fifo);
    refused(fifo, "is no regular file");
    refused(link, "is no regular file");
    refused(temp, "is a directory");
    assertThat(Files.readAttributes(fifo, BasicFileAttributes.class).isOther()).isTrue();
    assertThat(link).isSymbolicLink();
  }

  private void refused(Path page, String told) {
    Invocation check = Invocation.of("check", stale, "--html", page);
    assertThat(check.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(check.out()).isEmpty();
    assertThat(check.err())
        .isEqualTo("quorate: --html " + page + ": " + told + "; name another file\n");
  }

  @Test
  void aPageThatCannotBeWrittenIsToldByItsOwnName() throws IOException {
    Path page = temp.resolve("none").resolve("page.html");
    assertThat(Invocation.of("check", stale, "--html", page).err())
        .startsWith(
            "quorate: --html " + page + ": cannot be written: there is no such directory; ");
    Path inFile = stale.resolve("page.html");
    assertThat(Invocation.of("check", stale, "--html", inFile).err())
        .startsWith("quorate: --html " + inFile + ": cannot be written: Not a directory; ");
  }

  @Test
  void anEngineThatCannotTellIsUnknownAndSaysWhy() {
    Invocation check = Invocation.of("check", fine, "--engine", "witness");

    assertThat(check.exitCode()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(check.out()).contains("another may", "no order of its own");
  }

  @Test
  void theReadingMatters() throws IOException {
    Path history =
        Files.writeString(temp.resolve("nil.edn"), STALE.replace("value 0", "value nil"));

    assertThat(Invocation.of("check", history).exitCode()).isEqualTo(ExitCode.VIOLATION);
    assertThat(Invocation.of("check", history, "--reading", "knossos").exitCode()).isZero();
  }

  @Test
  void jsonIsOneObjectALine() throws IOException {
    Invocation check = Invocation.of("check", fine, stale, "--json");

    assertThat(check.exitCode()).isEqualTo(ExitCode.VIOLATION);
    assertThat(check.out().lines()).hasSize(2);
    assertThat(JsonValues.of(check.out().lines().toList().getFirst()))
        .containsEntry("/history", fine.toString())
        .containsEntry("/verdict", "linearizable")
        .containsEntry("/operations", "2");
    assertThat(JsonValues.of(check.out().lines().toList().getLast()))
        .containsEntry("/verdict", "not-linearizable")
        .containsKey("/explanation");
  }

  @Test
  void whatIsVouchedForTellsMoreOfTransactions() throws IOException {
    Path history =
        Files.writeString(
            temp.resolve("txn.edn"),
            """
            {:process 0, :type :invoke, :f :txn, :value [[:w :x 1]]}
            {:process 0, :type :ok, :f :txn, :value [[:w :x 1]]}
            {:process 0, :type :invoke, :f :txn, :value [[:w :x 2]]}
            {:process 0, :type :ok, :f :txn, :value [[:w :x 2]]}
            {:process 1, :type :invoke, :f :txn, :value [[:r :x nil]]}
            {:process 1, :type :ok, :f :txn, :value [[:r :x 2]]}
            {:process 1, :type :invoke, :f :txn, :value [[:r :x nil]]}
            {:process 1, :type :ok, :f :txn, :value [[:r :x 1]]}
            """);

    assertThat(Invocation.of("check", history).exitCode()).isZero();
    Invocation vouched = Invocation.of("check", history, "--key-order", "sequential");
    assertThat(vouched.exitCode()).isEqualTo(ExitCode.VIOLATION);
    assertThat(vouched.out()).contains("key :x is not sequential as was vouched");
  }

  @Test
  void aBanksTotalCanBeGiven() throws IOException {
    Path history =
        Files.writeString(
            temp.resolve("bank.edn"),
            """
            {:process 0, :type :invoke, :f :read, :value nil}
            {:process 0, :type :ok, :f :read, :value {0 5, 1 5}}
            """);
    assertThat(Invocation.of("check", history, "--model", "bank").exitCode()).isZero();
    Invocation poor = Invocation.of("check", history, "--model", "bank", "--total", "1");
    assertThat(poor.exitCode()).isEqualTo(ExitCode.VIOLATION);
    assertThat(poor.out()).contains("instead of 1");
  }

  @Test
  void aStretchThatFailsByItselfIsTold() {
    Invocation check = Invocation.of("check", stale, "--model", "register", "--initial", 0);
    assertThat(check.out()).contains("the shortest stretch that fails by itself: events 0 to 3");
    Invocation json =
        Invocation.of("check", stale, "--model", "register", "--initial", 0, "--json");
    assertThat(json.out()).contains("\"failing-events\":[0,3]");
  }
}
