package io.quorate.check.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.Checker;
import io.quorate.check.GeneratedHistories;
import io.quorate.check.GeneratedHistories.Shape;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryReader;
import io.quorate.check.history.HistoryRecorder;
import io.quorate.check.history.Keying;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.txn.Transactions;
import io.quorate.check.txn.Workload;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import java.awt.image.BufferedImage;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, which is asked what it has drawn. */
class HtmlReportTest {
  private static final Budget AMPLE = Budget.of(Duration.ofMinutes(1));

  @TempDir private static Path profile = Path.of("");
  @TempDir private Path temp = Path.of("");
  private static @Nullable Browser opened;

  @BeforeAll
  static void start() {
    opened = new Browser(profile);
  }

  @AfterAll
  static void end() {
    if (opened != null) {
      opened.close();
    }
  }

  private static Browser browser() {
    if (opened == null) {
      throw new AssertionError("no browser is running");
    }
    return opened;
  }

  static Verdict check(History history) {
    return Checker.check(history, Models.casRegister(0L, Reading.PORCUPINE), AMPLE);
  }

  private Path page() {
    return temp.resolve("report.html");
  }

  /** A linearizable history of 60 operations, and after it a stale read and a fault. */
  static History stale() {
    History fine = GeneratedHistories.casRegister(new Shape(5, 60), new Random(4));
    HistoryRecorder recorder = new HistoryRecorder();
    long now = 0;
    for (var event : fine.events()) {
      now += 1_000_000;
      switch (event.type()) {
        case INVOKE -> recorder.invoke(event.process(), event.f(), event.value(), now);
        case OK -> recorder.ok(event.process(), event.value(), now);
        case FAIL -> recorder.fail(event.process(), "refused", now);
        case INFO -> recorder.info(event.process(), "lost", now);
      }
    }
    recorder.fault("partition", "s1", now + 1);
    recorder.invoke(0, "write", 77, now + 2);
    recorder.ok(0, now + 3);
    recorder.invoke(1, "read", null, now + 4);
    recorder.ok(1, 78, now + 5);
    return recorder.history();
  }

  private static Set<Integer> colours(BufferedImage image) {
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x += 2) {
      for (int y = 0; y < image.getHeight(); y += 2) {
        colours.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    return colours;
  }

  @Test
  void everyOperationIsDrawnAndTheOrderAsFarAsItGoes() {
    History history = stale();
    Verdict verdict = check(history);
    FailingStretch stretch =
        Objects.requireNonNull(
            FailingStretch.of(
                history,
                Models.casRegister(0L, Reading.PORCUPINE),
                (Verdict.Invalid) verdict,
                AMPLE));
    HtmlReport.write(page(), history, "a stale read", verdict, stretch);
    Browser browser = browser();
    browser.open(page());

    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.count("operations")).isEqualTo(history.size());
    assertThat(browser.count("drawn")).isEqualTo(history.size());
    assertThat(browser.count("processes")).isEqualTo(5);
    assertThat(browser.count("notes")).isEqualTo(1);
    int placed = ((Verdict.Invalid) verdict).deadEnd().prefix().size();
    assertThat(browser.count("points")).isEqualTo(placed).isGreaterThan(20);
    assertThat(browser.evaluate("document.title")).isEqualTo("a stale read");
    assertThat(browser.evaluate("document.getElementById('explanation').textContent"))
        .startsWith(verdict.explanation())
        .endsWith(stretch.explanation());
    assertThat(browser.evaluate("document.getElementById('headline').className"))
        .isEqualTo("invalid");

    Set<Integer> colours = colours(browser.screenshot());
    assertThat(colours)
        .as("placed, refused, stretch and paper")
        .contains(0x4f9d69, 0xc62f3b, 0xf7dfe1, 0xffffff);
    browser.preferDark(true);
    assertThat(colours(browser.screenshot())).contains(0x14171b).doesNotContain(0xffffff);
    browser.preferDark(false);

    browser.evaluate("console.log('it is heard')");
    assertThat(browser.complaints()).singleElement().asString().contains("it is heard");
  }

  @Test
  void oneCanZoomAndAskByKeyboardAndByMouse() {
    History history = stale();
    HtmlReport.write(page(), history, "zoom", check(history));
    Browser browser = browser();
    browser.open(page());
    browser.evaluate("document.getElementById('chart').focus()");

    browser.press("+");
    browser.press("+");
    int close = browser.count("drawn");
    assertThat(close).isBetween(1, history.size() / 2);
    browser.press("0");
    assertThat(browser.count("drawn")).isEqualTo(history.size());
    browser.turnWheel(600, 300, -800);
    assertThat(browser.count("drawn")).isBetween(1, history.size() - 1);
    browser.press("0");

    browser.press("]");
    assertThat(browser.evaluate("document.getElementById('said').textContent"))
        .startsWith("operation 0, process " + history.processOf(0));
    browser.press("t");
    browser.press("c");
    assertThat(browser.evaluate("document.body.dataset.byTime")).isEqualTo("true");
    browser.press("c");
    browser.press("0");
    browser.press("Escape");
    assertThat(browser.evaluate("document.getElementById('said').textContent"))
        .isEqualTo("No operation is selected.");

    int last = history.size() - 1;
    browser.evaluate("document.querySelector('#list button').click()");
    double[] middle = middleOfSelected(browser);
    browser.moveMouse(middle[0], middle[1]);
    assertThat(browser.count("hovered")).isEqualTo(last);
    assertThat(browser.evaluate("document.getElementById('tip').textContent"))
        .contains("read → 78", "refused here");
    assertThat(browser.complaints()).isEmpty();
  }

  /** Looks for the bar that fills the middle of its row: the button zooms in on it. */
  private static double[] middleOfSelected(Browser browser) {
    BufferedImage image = browser.screenshot();
    long x = 0;
    long y = 0;
    int count = 0;
    for (int i = 0; i < 700; i++) {
      for (int j = 150; j < image.getHeight(); j++) {
        if ((image.getRGB(i, j) & 0xffffff) == 0xc62f3b) {
          x += i;
          y += j;
          count++;
        }
      }
    }
    assertThat(count).as("pixels of the bar").isGreaterThan(100);
    return new double[] {(double) x / count, (double) y / count};
  }

  @Test
  void theCyclesOfTransactionsAreDrawn() {
    String events =
        """
        {:process 0, :type :invoke, :f :txn, :value [[:r :x nil] [:append :y 1]]}
        {:process 1, :type :invoke, :f :txn, :value [[:r :y nil] [:append :x 1]]}
        {:process 0, :type :ok, :f :txn, :value [[:r :x []] [:append :y 1]]}
        {:process 1, :type :ok, :f :txn, :value [[:r :y []] [:append :x 1]]}
        """;
    History history = HistoryReader.read("skew", new StringReader(events), Keying.DETECT);
    HtmlReport.write(
        page(), history, "skew", Transactions.check(history, Workload.LIST_APPEND, AMPLE));
    Browser browser = browser();
    browser.open(page());

    assertThat(browser.count("drawn")).isEqualTo(2);
    assertThat(browser.count("arrows")).isZero();
    browser.evaluate("document.querySelector('#list button').click()");
    browser.moveMouse(5, 5);
    assertThat(browser.count("arrows")).isEqualTo(2);
    assertThat(browser.evaluate("document.getElementById('said').textContent"))
        .startsWith("G2-item: a cycle of 2 transactions");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aHundredThousandOperationsAreDrawnAtOnce() {
    Shape shape = new Shape(30, 100_000).withKeys(1_000).withCrashes(0.001);
    History history = GeneratedHistories.casRegister(shape, new Random(9));
    HtmlReport.write(page(), history, "large", check(history));
    Browser browser = browser();
    browser.open(page());

    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.count("operations")).isEqualTo(100_000);
    assertThat(browser.count("drawn")).isGreaterThan(50_000);
    assertThat(browser.count("bars")).isBetween(5_000, 60_000);
    String frames =
        """
        new Promise(done => {
          const chart = document.getElementById('chart'), began = performance.now();
          let frames = 0;
          const go = () => {
            chart.dispatchEvent(new KeyboardEvent('keydown', { key: frames % 2 ? '0' : '+' }));
            if (++frames < 20) requestAnimationFrame(go); else done(performance.now() - began);
          };
          requestAnimationFrame(go);
        })
        """;
    double perFrameMs = Double.parseDouble(browser.evaluate(frames)) / 20;
    assertThat(perFrameMs).as("milliseconds a frame").isLessThan(500);
    browser.evaluate("document.getElementById('chart').focus()");
    for (int i = 0; i < 12; i++) {
      browser.press("+");
    }
    assertThat(browser.count("drawn")).isBetween(1, 1_000);
  }

  @Test
  void whatAHistorySaysCannotEscapeFromItsPage() {
    HistoryRecorder recorder = new HistoryRecorder();
    String hostile = "</script><script>document.title='taken'</script>\u2028\"'@DATA@&lt;";
    recorder.invoke(0, "write", hostile, 0);
    recorder.ok(0, 1);
    recorder.invoke(0, "read", null, 2);
    recorder.ok(0, "<!--", 3);
    History history = recorder.history();
    HtmlReport.write(
        page(),
        history,
        hostile,
        Checker.check(history, Models.register(null, Reading.DEFAULT), AMPLE));
    Browser browser = browser();
    browser.open(page());

    assertThat(browser.evaluate("document.title")).startsWith("</script><script>");
    assertThat(browser.count("drawn")).isEqualTo(2);
    assertThat(browser.complaints()).isEmpty();
  }
}
