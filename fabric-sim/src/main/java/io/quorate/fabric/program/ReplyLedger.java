package io.quorate.fabric.program;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answers that service hosts have sent to the clients of one edge, and which of them were
 * passed on.
 *
 * <p>Hosts are deterministic and see the same packets, so each sends the same answers; some get
 * lost, some come late. The ledger counts, for each distinct answer, how often each host has sent
 * it, and passes the n-th one on as soon as {@code agree} hosts have sent it n times. A client thus
 * never gets an answer more often than one host alone would have sent it, whatever is lost,
 * repeated or overtaken, and no answer needs to be matched to its request.
 *
 * <p>Memory is bounded: an answer is forgotten when {@link #ANSWERS_MAX} others have come since it
 * was sent last. A copy that came still later would pass for a new answer. Therefore hosts number
 * their answers, and what a host sends while it is {@link #LAG_MAX} or more answers behind another
 * is not passed on: fewer witnesses, never a second copy. (Between a number and the answer's place
 * among all answers lie only those that were lost before they were numbered; so many as make a
 * difference silence their host, and nothing worse. Answers that come since then are at least those
 * between the two places but for the lag, hence a lag of a quarter is safe.)
 */
final class ReplyLedger {

  /** Other answers after which one is forgotten; never more than twice as many are remembered. */
  static final int ANSWERS_MAX = 1 << 16;

  /** So many answers behind the host that is furthest, a host's answers are not passed on. */
  static final int LAG_MAX = ANSWERS_MAX / 4;

  /** What the ledger says of an answer. */
  enum Ruling {
    /** The client is to be given this copy. */
    PASS_ON,
    /** The client has it, or not enough hosts have sent it yet. */
    HOLD,
    /** A copy made by the network. */
    REPEATED,
    /** Its host is too far behind. */
    LATE
  }

  /** An answer, by content. */
  private record Answer(long session, String bytes) {}

  private static final class Tally {
    final long[] sent;
    long most;
    long passedOn;

    /** Answers that had come when this one was last sent. */
    long age;

    Tally(int hosts) {
      sent = new long[hosts];
    }
  }

  private final int agree;
  private final int answersMax;
  private final AntiReplay[] seen;
  private long furthest;

  /** How many answers have come, an answer of several hosts counted once. */
  private long count;

  /** The one that was not sent for longest first. */
  private final LinkedHashMap<Answer, Tally> answers = new LinkedHashMap<>();

  /**
   * @param hosts service hosts of the fabric
   * @param agree distinct hosts that must have sent an answer before it is passed on
   */
  ReplyLedger(int hosts, int agree) {
    this(hosts, agree, ANSWERS_MAX);
  }

  /**
   * @param answersMax in the place of {@link #ANSWERS_MAX}
   */
  ReplyLedger(int hosts, int agree, int answersMax) {
    this.agree = agree;
    this.answersMax = answersMax;
    this.seen = new AntiReplay[hosts];
    for (int host = 0; host < hosts; host++) {
      seen[host] = new AntiReplay();
    }
  }

  /** Answers remembered. */
  int size() {
    return answers.size();
  }

  /**
   * Notes an answer.
   *
   * @param host number of the host that sent it
   * @param number of the answer among all those that the host has sent to this edge, from 1
   * @param session whose answer it is
   * @param bytes holds the answer {@code from..to}
   */
  Ruling add(int host, long number, long session, byte[] bytes, int from, int to) {
    if (!seen[host].isNew(number)) {
      return Ruling.REPEATED;
    }
    furthest = Math.max(furthest, number);
    if (number <= furthest - answersMax / 4) {
      return Ruling.LATE;
    }
    String content = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    return add(host, new Answer(session, content));
  }

  private Ruling add(int host, Answer answer) {
    Tally tally = answers.computeIfAbsent(answer, key -> new Tally(seen.length));
    answers.putLast(answer, tally);
    long times = ++tally.sent[host];
    if (times > tally.most) {
      tally.most = times;
      count++;
    }
    tally.age = count;
    boolean passOn = times > tally.passedOn && witnesses(tally) >= agree;
    if (passOn) {
      tally.passedOn++;
    }
    if (isSettled(tally)) {
      answers.remove(answer);
    }
    forgetOld();
    return passOn ? Ruling.PASS_ON : Ruling.HOLD;
  }

  private static int witnesses(Tally tally) {
    int witnesses = 0;
    for (long sent : tally.sent) {
      if (sent > tally.passedOn) {
        witnesses++;
      }
    }
    return witnesses;
  }

  /** True if every host has sent as many as were passed on: nothing is left to remember. */
  private static boolean isSettled(Tally tally) {
    for (long sent : tally.sent) {
      if (sent != tally.passedOn) {
        return false;
      }
    }
    return true;
  }

  private void forgetOld() {
    Map.Entry<Answer, Tally> eldest = answers.firstEntry();
    while (eldest != null
        && (eldest.getValue().age <= count - answersMax || answers.size() > 2 * answersMax)) {
      answers.pollFirstEntry();
      eldest = answers.firstEntry();
    }
  }
}
