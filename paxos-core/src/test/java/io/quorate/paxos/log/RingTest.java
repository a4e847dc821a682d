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
    ring.extendTo(first + 2);

    assertThat(new int[] {ring.find(first), ring.find(first + 1), ring.find(first + 2)})
        .doesNotHaveDuplicates()
        .doesNotContain(-1);
  }

  @Test
  void aNewerSlotTakesThePlaceAndTheOlderIsForgotten() {
    Ring ring = new Ring(4);
    ring.extendTo(3);
    int place = ring.find(3);
    ring.extendTo(7);

    assertThat(ring.find(7)).isEqualTo(place);
    assertThat(ring.find(3)).isNegative();
    assertThat(ring.find(4)).isNotNegative();
    assertThat(ring.find(8)).isNegative();
  }

  @ParameterizedTest
  @CsvSource({"0,1", "2,3", "3,4", "5,4", "1000000000000,4"})
  void whoeverTakesSlotsInLearnsWhichAreNew(long slot, int newSlots) {
    Ring ring = new Ring(4);

    assertThat(ring.extendTo(slot)).isEqualTo(newSlots);
    assertThat(ring.extendTo(slot)).isZero();
    assertThat(ring.end()).isEqualTo(slot + 1);
  }

  @Test
  void anOlderSlotNeverTakesThePlaceOfANewer() {
    Ring ring = new Ring(4);
    ring.extendTo(7);

    assertThat(ring.extendTo(4)).isZero();
    assertThatThrownBy(() -> ring.extendTo(3)).hasMessageContaining("slot 3 is forgotten");
  }

  @Test
  void noSlotIsBelowTheFirst() {
    assertThat(new Ring(4).find(-1)).isNegative();
    assertThatThrownBy(() -> new Ring(4).extendTo(-1)).hasMessageContaining("slot -1 is forgotten");
  }

  @Test
  void theLastSlotsThereCouldBeHavePlacesToo() {
    Ring ring = new Ring(2);
    ring.extendTo(Long.MAX_VALUE);

    assertThat(ring.find(Long.MAX_VALUE)).isNotNegative();
    assertThat(ring.find(Long.MAX_VALUE - 1)).isNotNegative();
    assertThat(ring.find(Long.MAX_VALUE - 2)).isNegative();
  }
}
