package io.quorate.paxos.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.machine.Sessions.Admission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

@Label("sessions")
final class SessionsProperties {

  /** How far back a sequence can still be told apart, as documented. */
  private static final int REACH = 64;

  /** The same, from the definition: a set of sequences and the highest of them. */
  private static final class Reference {
    private final Set<Long> used = new HashSet<>();
    private long highest;

    Admission admit(long sequence) {
      boolean ahead = used.isEmpty() || sequence - highest > 0 || sequence - highest == HALF;
      if (!ahead && highest - sequence >= REACH) {
        return Admission.STALE;
      }
      if (ahead) {
        highest = sequence;
        used.removeIf(old -> highest - old >= REACH || highest - old < 0);
      }
      return used.add(sequence) ? Admission.FRESH : Admission.REPEATED;
    }
  }

  /** Half of all sequences away: neither ahead nor behind; counted as ahead. */
  private static final long HALF = Long.MIN_VALUE;

  @Provide
  Arbitrary<Long> sequencesNearTheWrap() {
    return Arbitraries.longs().between(-150, 150).map(offset -> Long.MAX_VALUE + offset);
  }

  @Provide
  Arbitrary<Long> sequencesAnywhere() {
    return Arbitraries.oneOf(
        Arbitraries.longs(), Arbitraries.of(HALF, HALF + 1, HALF + 5, -1L, 0L, 1L, 5L));
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
    Sessions sessions = new Sessions(1);
    Reference reference = new Reference();
    for (long sequence : sequences) {
      Admission expected = reference.admit(sequence);
      assertThat(sessions.look(7, sequence)).isEqualTo(expected);
      assertThat(sessions.admit(7, sequence)).isEqualTo(expected);
      assertThat(sessions.look(7, sequence)).isNotEqualTo(Admission.FRESH);
    }
  }

  @Property
  void aResultIsKeptAsLongAsItsRequestIsRemembered(
      @ForAll @Size(max = 150) List<@From("sequencesNearTheWrap") Long> sequences) {
    Sessions sessions = new Sessions(1);
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

  /** The one unused for longest goes; looking is not using. */
  @Property
  void sessionsGoInTheOrderInWhichTheyWereLastUsed(
      @ForAll @Size(max = 100) List<@IntRange(max = 9) Integer> uses,
      @ForAll @IntRange(min = 1, max = 6) int sessionsMax,
      @ForAll @Size(max = 100) List<@IntRange(max = 9) Integer> looks) {
    Sessions sessions = new Sessions(sessionsMax);
    List<Integer> remembered = new ArrayList<>();
    for (int i = 0; i < uses.size(); i++) {
      Integer session = uses.get(i);
      assertThat(sessions.admit(session, 1))
          .isEqualTo(
              remembered.remove(/* element */ session) ? Admission.REPEATED : Admission.FRESH);
      remembered.add(session);
      if (remembered.size() > sessionsMax) {
        remembered.removeFirst();
      }
      if (i < looks.size()) {
        Integer looked = looks.get(i);
        assertThat(sessions.look(looked, 1))
            .isEqualTo(remembered.contains(looked) ? Admission.REPEATED : Admission.FRESH);
      }
    }
  }
}
