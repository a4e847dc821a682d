package io.quorate.paxos.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingTest {

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,4", "4,4", "5,8", "64,64", "65,128"})
  void itIsAsLongAsThePowerOfTwoThatHoldsTheSlots(int slots, int length) {
    assertThat(new Ring(slots).length()).isEqualTo(length);
  }

  @Test
  void aSlotThatWasNeverThereIsNotFound() {
    assertThat(new Ring(4).find(0)).isNegative();
  }

  @Test
  void slotsSideBySideHaveDifferentPlaces() {
    Ring ring = new Ring(4);
    long first = 4_294_967_294L; // The low half of the slot's number wraps among these.

    assertThat(new int[] {ring.claim(first), ring.claim(first + 1), ring.claim(first + 2)})
        .doesNotHaveDuplicates();
    assertThat(ring.find(first + 2)).isNotNegative();
  }

  @Test
  void aNewerSlotTakesThePlaceAndTheOlderIsForgotten() {
    Ring ring = new Ring(4);
    int place = ring.claim(3);

    assertThat(ring.claim(7)).isEqualTo(place);
    assertThat(ring.find(7)).isEqualTo(place);
    assertThat(ring.find(3)).isNegative();
  }

  @Test
  void anOlderSlotNeverTakesThePlaceOfANewer() {
    Ring ring = new Ring(4);
    ring.claim(7);

    assertThatThrownBy(() -> ring.claim(3)).hasMessageContaining("would overwrite slot 7");
    assertThatThrownBy(() -> ring.claim(7)).hasMessageContaining("would overwrite slot 7");
  }

  @Test
  void theLastSlotsThereCouldBeHavePlacesToo() {
    Ring ring = new Ring(2);

    assertThat(ring.claim(Long.MAX_VALUE)).isNotEqualTo(ring.claim(Long.MAX_VALUE - 1));
  }
}
