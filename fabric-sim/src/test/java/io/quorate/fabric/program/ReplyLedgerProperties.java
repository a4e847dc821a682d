package io.quorate.fabric.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.program.ReplyLedger.Ruling;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * The ledger against its contract. Every host answers the same requests in the same order; the
 * network loses, repeats and reorders answers, and hosts lag behind. Then each distinct answer must
 * come out at most as often as one host sent it, whatever happens; and as often as enough hosts got
 * it through, if nothing had to be forgotten.
 */
class ReplyLedgerProperties {

  /** An answer on its way. */
  private record Sent(int host, long number, String answer) {}

  /** What is drawn for one try. */
  private static final class Network {
    final SplittableRandom random;
    final int hosts;
    final int agree;
    final double loss;
    final double duplication;
    final int reach;

    /** What every host answers, in order; few contents, so that the same answer comes again. */
    final List<String> script = new ArrayList<>();

    Network(long seed, int requests) {
      random = new SplittableRandom(seed);
      hosts = 1 + random.nextInt(6);
      agree = 1 + random.nextInt(Math.min(3, hosts));
      loss = random.nextInt(3) * 0.2;
      duplication = random.nextInt(3) * 0.3;
      reach = 1 + random.nextInt(random.nextBoolean() ? 4 : 40);
      int contents = 1 + random.nextInt(random.nextBoolean() ? 3 : 2 * requests);
      for (int i = 0; i < requests; i++) {
        script.add("answer " + random.nextInt(contents));
      }
    }

    /** What arrives, in order of arrival; a host may begin much later than others. */
    List<Sent> arrivals(int lagMax) {
      List<Sent> arrived = new ArrayList<>();
      List<Double> times = new ArrayList<>();
      for (int host = 0; host < hosts; host++) {
        double lag = random.nextInt(2) * random.nextDouble() * lagMax;
        for (int i = 0; i < script.size(); i++) {
          Sent sent = new Sent(host, i + 1, script.get(i));
          int copies = (random.nextDouble() < loss ? 0 : 1);
          copies += copies > 0 && random.nextDouble() < duplication ? 1 : 0;
          for (int copy = 0; copy < copies; copy++) {
            arrived.add(sent);
            times.add(i + lag + random.nextDouble() * reach);
          }
        }
      }
      return inOrder(arrived, times);
    }

    private static List<Sent> inOrder(List<Sent> arrived, List<Double> times) {
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < arrived.size(); i++) {
        order.add(i);
      }
      order.sort(java.util.Comparator.comparingDouble(times::get));
      return order.stream().map(arrived::get).toList();
    }

    long sentByEach(String answer) {
      return script.stream().filter(answer::equals).count();
    }
  }

  private static Ruling add(ReplyLedger ledger, Sent sent) {
    byte[] bytes = sent.answer().getBytes(StandardCharsets.ISO_8859_1);
    return ledger.add(sent.host(), sent.number(), 1, bytes, 0, bytes.length);
  }

  /** How often each answer was passed on. */
  private static Map<String, Long> passedOn(ReplyLedger ledger, List<Sent> arrivals) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Sent sent : arrivals) {
      if (add(ledger, sent) == Ruling.PASS_ON) {
        counts.merge(sent.answer(), 1L, Long::sum);
      }
    }
    return counts;
  }

  @Property(tries = 2000)
  void noAnswerComesOutMoreOftenThanOneHostSentIt(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int requests) {
    Network network = new Network(seed, requests);
    ReplyLedger ledger = new ReplyLedger(network.hosts, network.agree, 32);

    Map<String, Long> out = passedOn(ledger, network.arrivals(2 * requests));

    out.forEach(
        (answer, times) ->
            assertThat(times).as(answer).isLessThanOrEqualTo(network.sentByEach(answer)));
  }

  @Property(tries = 1000)
  void whileNothingIsForgottenWhatEnoughHostsGotThroughComesOut(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int requests) {
    Network network = new Network(seed, requests);
    ReplyLedger ledger = new ReplyLedger(network.hosts, network.agree);
    List<Sent> arrivals = network.arrivals(2 * requests);

    assertThat(passedOn(ledger, arrivals)).isEqualTo(expected(network, arrivals));
  }

  /** For each answer the k-th largest of the numbers of distinct copies that hosts got through. */
  private static Map<String, Long> expected(Network network, List<Sent> arrivals) {
    Map<String, Long> expected = new LinkedHashMap<>();
    List<Sent> distinct = arrivals.stream().distinct().toList();
    for (String answer : network.script.stream().distinct().toList()) {
      List<Long> counts = new ArrayList<>();
      for (int host = 0; host < network.hosts; host++) {
        int of = host;
        counts.add(
            distinct.stream().filter(s -> s.host() == of && s.answer().equals(answer)).count());
      }
      counts.sort(java.util.Comparator.reverseOrder());
      long times = counts.get(network.agree - 1);
      if (times > 0) {
        expected.put(answer, times);
      }
    }
    return expected;
  }

  @Property(tries = 300)
  void memoryIsBounded(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int requests) {
    Network network = new Network(seed, requests);
    ReplyLedger ledger = new ReplyLedger(network.hosts, network.agree, 32);
    for (Sent sent : network.arrivals(2 * requests)) {
      add(ledger, sent);
      assertThat(ledger.size()).isLessThanOrEqualTo(2 * 32);
    }
  }

  @Test
  void lossNeverWearsAHostOut() {
    ReplyLedger ledger = new ReplyLedger(3, 1, 32);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 1; i <= 100_000; i++) {
      boolean gotThrough = false;
      boolean passedOn = false;
      for (int host = 0; host < 3; host++) {
        if (random.nextInt(10) != 0) {
          gotThrough = true;
          passedOn |= add(ledger, new Sent(host, i, "answer " + i)) == Ruling.PASS_ON;
        }
      }
      assertThat(passedOn).as("answer %d", i).isEqualTo(gotThrough);
    }
    assertThat(add(ledger, new Sent(0, 100_001, "news"))).isEqualTo(Ruling.PASS_ON);
    assertThat(add(ledger, new Sent(1, 100_001, "news"))).isEqualTo(Ruling.HOLD);
  }

  @Test
  void whatAllHostsHaveSentIsNotRemembered() {
    ReplyLedger ledger = new ReplyLedger(2, 1);
    add(ledger, new Sent(0, 1, "ok"));
    assertThat(ledger.size()).isEqualTo(1);
    add(ledger, new Sent(1, 1, "ok"));
    assertThat(ledger.size()).isZero();
  }
}
