package io.quorate.paxos.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Votes and decisions in arrays that wrap, beside maps that forget nothing: within a window of the
 * newest slot they say the same.
 */
class WrappedArraysProperties {

  private static final int MEMBERS = 70; // More than one word of voters.

  /** One call each: how far it moves on from the newest slot, a ballot's round, a member. */
  record Step(int ahead, int round, int member) {}

  private static List<Step> steps(List<Integer> numbers, int window) {
    List<Step> steps = new ArrayList<>();
    for (int number : numbers) {
      steps.add(new Step(number % window - window / 2, number / 64 % 4, number / 256 % MEMBERS));
    }
    return steps;
  }

  private static Value value(long slot, int round) {
    return Value.of(1, slot * 8 + round, new byte[] {(byte) slot, (byte) round});
  }

  @Property
  void votesAreThoseOfAMap(
      @ForAll @IntRange(min = 1, max = 20) int window,
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 1 << 16) Integer> numbers) {
    Votes votes = new Votes(window);
    TreeMap<Long, Integer> model = new TreeMap<>();
    for (Step step : steps(numbers, window)) {
      long end = model.isEmpty() ? 0 : model.lastKey() + 1;
      long slot = Math.max(Math.max(0, end - window), end + step.ahead());
      if (model.getOrDefault(slot, -1) < step.round()) {
        votes.put(slot, new Ballot(step.round(), 1).packed(), value(slot, step.round()));
        model.put(slot, step.round());
      }

      end = model.isEmpty() ? 0 : model.lastKey() + 1;
      assertThat(votes.end()).isEqualTo(end);
      assertThat(votes.heldFrom())
          .isBetween(Math.max(0, end - 2L * window), Math.max(0, end - window));
      for (long each = Math.max(0, end - window); each < end + window; each++) {
        Integer round = model.get(each);
        assertThat(votes.ballot(each))
            .isEqualTo(round == null ? Ballot.NONE : new Ballot(round, 1).packed());
        assertThat(votes.value(each)).isEqualTo(round == null ? null : value(each, round));
      }
    }
  }

  /** What a model knows of a slot. */
  private static final class Known {
    int round = -1;
    final BitSet voters = new BitSet();
    boolean chosen;
  }

  @Property
  void decisionsAreThoseOfAMap(
      @ForAll @IntRange(min = 1, max = 20) int window,
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 1 << 16) Integer> numbers) {
    Decisions decisions = new Decisions(window, MEMBERS);
    TreeMap<Long, Known> model = new TreeMap<>();
    for (Step step : steps(numbers, window)) {
      long end = model.isEmpty() ? 0 : model.lastKey() + 1;
      long slot = Math.max(Math.max(0, end - window), end + step.ahead());
      Known known = model.computeIfAbsent(slot, key -> new Known());
      if (step.member() % 5 == 0) {
        decisions.choose(slot, value(slot, 0));
        known.chosen = true;
      } else {
        decisions.count(slot, new Ballot(step.round(), 1).packed(), step.member());
        if (step.round() > known.round) {
          known.round = step.round();
          known.voters.clear();
        }
        if (step.round() == known.round) {
          known.voters.set(step.member());
        }
      }

      end = model.lastKey() + 1;
      assertThat(decisions.end()).isEqualTo(end);
      for (long each = Math.max(0, end - window); each < end + window; each++) {
        Known expected = model.getOrDefault(each, new Known());
        assertThat(decisions.chosen(each)).isEqualTo(expected.chosen ? value(each, 0) : null);
        assertThat(decisions.voters(each)).isEqualTo(expected.voters.cardinality());
        assertThat(decisions.ballot(each))
            .isEqualTo(expected.round < 0 ? Ballot.NONE : new Ballot(expected.round, 1).packed());
      }
    }
  }
}
