package io.quorate.paxos.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.machine.Sessions.Admission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

@Label("sessions")
final class SessionsProperties {

  /** How far back a sequence can still be told apart, as documented. */
  private static final int REACH = 64;

  /** Forgotten before the first session came, close below where sequences become negative. */
  private static final long HORIZON = Long.MAX_VALUE - 100;

  /** The same, from the definition: a set of sequences and the highest of them. */
  private static final class Reference {
    private final Set<Long> used = new HashSet<>();
    private long highest = HORIZON;

    Admission admit(long sequence) {
      long ahead = sequence - highest;
      if (ahead > Sessions.LEAP_MAX) {
        return Admission.EXPIRED;
      }
      if (ahead > 0) {
        highest = sequence;
        used.add(sequence);
        return Admission.FRESH;
      }
      if (ahead <= -REACH && !used.isEmpty()) {
        return Admission.STALE;
      }
      if (sequence - HORIZON <= 0) {
        return Admission.EXPIRED;
      }
      return used.add(sequence) ? Admission.FRESH : Admission.REPEATED;
    }
  }

  @Provide
  Arbitrary<Long> sequencesNearTheWrap() {
    return Arbitraries.longs().between(-150, 150).map(offset -> Long.MAX_VALUE + offset);
  }

  @Provide
  Arbitrary<Long> sequencesAnywhere() {
    long leap = Sessions.LEAP_MAX;
    Arbitrary<Long> near = Arbitraries.longs().between(-70, 70);
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        near.map(offset -> HORIZON + offset),
        near.map(offset -> HORIZON + leap + offset),
        near.map(offset -> HORIZON + 2 * leap + offset),
        near.map(offset -> HORIZON + Long.MIN_VALUE + offset));
  }

  @Property
  void aWindowTellsFreshRepeatedAndStaleAcrossTheWrap(
      @ForAll @Size(max = 200) List<@From("sequencesNearTheWrap") Long> sequences) {
    compare(sequences);
  }

  @Property
  void aWindowSurvivesAnyJump(
      @ForAll @Size(max = 20) List<@From("sequencesAnywhere") Long> sequences) {
    compare(sequences);
  }

  private static void compare(List<Long> sequences) {
    Sessions sessions = new Sessions(1, HORIZON);
    Reference reference = new Reference();
    for (long sequence : sequences) {
      Admission expected = reference.admit(sequence);
      assertThat(sessions.look(7, sequence)).isEqualTo(expected);
      assertThat(sessions.admit(7, sequence)).isEqualTo(expected);
      assertThat(sessions.look(7, sequence)).isNotEqualTo(Admission.FRESH);
      assertThat(sessions.highest(7)).isEqualTo(reference.highest);
    }
  }

  @Property
  void aResultIsKeptAsLongAsItsRequestIsRemembered(
      @ForAll @Size(max = 150) List<@From("sequencesNearTheWrap") Long> sequences) {
    Sessions sessions = new Sessions(1, HORIZON);
    List<Long> admitted = new ArrayList<>();
    for (long sequence : sequences) {
      if (sessions.admit(7, sequence) == Admission.FRESH) {
        sessions.remember(7, sequence, Long.toString(sequence).getBytes(US_ASCII));
        admitted.add(sequence);
      }
      for (long earlier : admitted) {
        byte[] result = sessions.result(7, earlier);
        if (sessions.look(7, earlier) == Admission.REPEATED) {
          assertThat(result).asString(US_ASCII).isEqualTo(Long.toString(earlier));
        } else {
          assertThat(result).isNull();
        }
      }
    }
  }

  private static final java.nio.charset.Charset US_ASCII =
      java.nio.charset.StandardCharsets.US_ASCII;

  /** The one unused for longest goes; looking is not using. All begin at 1, and none twice. */
  @Property
  void sessionsGoInTheOrderInWhichTheyWereLastUsed(
      @ForAll @Size(max = 100) List<@IntRange(max = 9) Integer> uses,
      @ForAll @IntRange(min = 1, max = 6) int sessionsMax,
      @ForAll @Size(max = 100) List<@IntRange(max = 9) Integer> looks) {
    Sessions sessions = new Sessions(sessionsMax);
    List<Integer> remembered = new ArrayList<>();
    boolean forgotten = false;
    for (int i = 0; i < uses.size(); i++) {
      Integer session = uses.get(i);
      boolean known = remembered.contains(session);
      Admission expected =
          known ? Admission.REPEATED : forgotten ? Admission.EXPIRED : Admission.FRESH;
      assertThat(sessions.admit(session, 1)).isEqualTo(expected);
      if (expected != Admission.EXPIRED) {
        remembered.remove(/* element */ session);
        remembered.add(session);
      }
      if (remembered.size() > sessionsMax) {
        remembered.removeFirst();
        forgotten = true;
      }
      if (i < looks.size()) {
        Integer looked = looks.get(i);
        assertThat(sessions.look(looked, 1) == Admission.REPEATED)
            .isEqualTo(remembered.contains(looked));
      }
    }
  }

  /**
   * A request as it reaches the table: of some session, so far above or below the highest sequence
   * that this session has tried.
   */
  record Arrival(int session, long distance) {}

  @Provide
  Arbitrary<Arrival> arrivals() {
    Arbitrary<Long> distances =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, Arbitraries.longs().between(-80, 3)),
            net.jqwik.api.Tuple.of(1, Arbitraries.of(Sessions.LEAP_MAX, Sessions.LEAP_MAX + 1)),
            net.jqwik.api.Tuple.of(1, Arbitraries.longs()));
    return Combinators.combine(Arbitraries.integers().between(0, 5), distances).as(Arrival::new);
  }

  /**
   * However few sessions fit, and whatever comes late, twice or in another order, no request is
   * fresh twice; whoever goes on above what it is told is always served; and a table that was
   * written down and read again goes on in the same way.
   */
  @Property
  void noRequestIsFreshTwiceAndEverybodyMayGoOn(
      @ForAll @Size(max = 300) List<@From("arrivals") Arrival> arrivals,
      @ForAll @IntRange(min = 1, max = 4) int sessionsMax,
      @ForAll @IntRange(max = 300) int snapshotAfter) {
    Sessions sessions = new Sessions(sessionsMax, HORIZON);
    Set<List<Long>> used = new HashSet<>();
    long[] tried = new long[6];
    Arrays.fill(tried, HORIZON);
    for (int i = 0; i < arrivals.size(); i++) {
      int session = arrivals.get(i).session();
      long sequence = tried[session] + arrivals.get(i).distance();
      if (sessions.admit(session, sequence) == Admission.FRESH) {
        assertThat(used.add(List.of((long) session, sequence))).isTrue();
        tried[session] = sequence - tried[session] > 0 ? sequence : tried[session];
      }
      for (int other = 0; other < tried.length; other++) {
        assertThat(sessions.look(other, sessions.highest(other) + 1)).isEqualTo(Admission.FRESH);
      }
      if (i == snapshotAfter) {
        SnapshotWriter out = new SnapshotWriter();
        sessions.write(out);
        sessions = Sessions.read(sessionsMax, new SnapshotReader(out.toBytes()));
      }
    }
  }

  /** The distance to a floor that is never left behind would turn round after half of all. */
  @Test
  void aSessionMayLeapRoundAllSequences() {
    SessionWindow window = new SessionWindow(1, HORIZON + 1, HORIZON);
    long sequence = HORIZON + 1;
    for (int leap = 0; leap < 100; leap++) {
      sequence += Long.MAX_VALUE / 8;
      window.use(sequence);
      assertThat(window.look(sequence - 1)).isEqualTo(Admission.FRESH);
      assertThat(window.look(sequence - REACH)).isEqualTo(Admission.STALE);
    }
  }
}
