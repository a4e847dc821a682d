package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class QuorumsTest {

  private static final int MEMBERS_MAX = 8;

  /** True if some set of {@code one} members and some set of {@code other} have none in common. */
  private static boolean mayMiss(int members, int one, int other) {
    for (int first = 0; first < 1 << members; first++) {
      for (int second = 0; second < 1 << members; second++) {
        if (Integer.bitCount(first) == one
            && Integer.bitCount(second) == other
            && (first & second) == 0) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void sizesAreTakenExactlyIfAnyTwoQuorumsMeet() {
    for (int members = 1; members <= MEMBERS_MAX; members++) {
      for (int phase1 = 1; phase1 <= members; phase1++) {
        for (int phase2 = 1; phase2 <= members; phase2++) {
          assertThat(isTaken(members, phase1, phase2))
              .as("%d and %d of %d", phase1, phase2, members)
              .isEqualTo(!mayMiss(members, phase1, phase2));
        }
      }
    }
  }

  private static boolean isTaken(int members, int phase1, int phase2) {
    try {
      return new Quorums(members, phase1, phase2).members() == members;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  @Test
  void aMajorityIsTheLeastNumberThatMeetsItself() {
    for (int members = 1; members <= MEMBERS_MAX; members++) {
      Quorums majority = Quorums.majority(members);
      assertThat(majority.phase1()).isEqualTo(majority.phase2());
      assertThat(mayMiss(members, majority.phase1(), majority.phase2())).isFalse();
      assertThat(mayMiss(members, majority.phase1() - 1, majority.phase2() - 1)).isTrue();
    }
  }

  @Test
  void sizesOutsideTheGroupAreRefused() {
    assertThatThrownBy(() -> new Quorums(3, 0, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Quorums(3, 4, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Quorums(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
