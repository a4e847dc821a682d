package io.quorate.fabric.program;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answers that service hosts have sent to one client, and how many the client was given.
 *
 * <p>Hosts are deterministic and see the same packets, so each sends the same answers; some get
 * lost, some come late. The ledger counts, for each distinct answer, how often each host has sent
 * it, and passes the n-th one on as soon as {@code agree} hosts have sent it n times. The client
 * thus never gets an answer more often than one host alone would have sent it, whatever is lost,
 * and no answer needs to be matched to its request.
 *
 * <p>Memory is bounded. When an answer is forgotten, the hosts that have not sent it yet are noted
 * as owing it, and as many of their later answers are passed over: fewer witnesses, never a second
 * copy.
 */
final class ReplyLedger {

  /** Distinct answers remembered for one client. */
  static final int ANSWERS_MAX = 4096;

  /** An answer, by content. */
  private record Answer(String bytes) {
    static Answer of(byte[] bytes, int from, int to) {
      return new Answer(
          new String(bytes, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1));
    }
  }

  private static final class Tally {
    final int[] sent;
    int released;

    Tally(int hosts) {
      sent = new int[hosts];
    }
  }

  private final int agree;
  private final int[] owed;
  private final LinkedHashMap<Answer, Tally> answers = new LinkedHashMap<>();

  /**
   * @param hosts service hosts of the fabric
   * @param agree distinct hosts that must have sent an answer before it is passed on
   */
  ReplyLedger(int hosts, int agree) {
    this.agree = agree;
    this.owed = new int[hosts];
  }

  /**
   * Notes an answer.
   *
   * @param host number of the host that sent it
   * @return true if the client is to be given this copy
   */
  boolean add(int host, byte[] bytes, int from, int to) {
    if (owed[host] > 0) {
      owed[host]--;
      return false;
    }
    Answer answer = Answer.of(bytes, from, to);
    Tally tally = answers.computeIfAbsent(answer, key -> new Tally(owed.length));
    tally.sent[host]++;
    boolean release = tally.sent[host] > tally.released && witnesses(tally) >= agree;
    if (release) {
      tally.released++;
    }
    if (isSettled(tally)) {
      answers.remove(answer);
    } else if (answers.size() > ANSWERS_MAX) {
      forgetEldest();
    }
    return release;
  }

  private static int witnesses(Tally tally) {
    int count = 0;
    for (int sent : tally.sent) {
      if (sent > tally.released) {
        count++;
      }
    }
    return count;
  }

  private static boolean isSettled(Tally tally) {
    return Arrays.stream(tally.sent).allMatch(sent -> sent == tally.released);
  }

  private void forgetEldest() {
    Map.Entry<Answer, Tally> eldest = answers.pollFirstEntry();
    Tally tally = eldest.getValue();
    for (int host = 0; host < owed.length; host++) {
      owed[host] += Math.max(0, tally.released - tally.sent[host]);
    }
  }
}
