package io.quorate.check.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is kept once is what came, however much comes. */
class RepeatsTest {
  private final Repeats repeats = new Repeats();

  @Test
  void aValueThatComesAgainIsTheSameObject() {
    Object first = repeats.of(new Keyword("timeout"));
    assertThat(repeats.of(new Keyword("timeout"))).isSameAs(first);
    assertThat(repeats.of(null)).isNull();
  }

  @Test
  void manyDifferentValuesComeOutAsTheyWentIn() {
    Random random = new Random(1);
    for (int i = 0; i < 300_000; i++) {
      long n = random.nextInt(100_000);
      String text = "k" + n;
      assertThat(repeats.of((Object) n)).isEqualTo(n);
      assertThat(repeats.of(("<" + text + ">").toCharArray(), 1, 1 + text.length()))
          .isEqualTo(text);
    }
  }

  @Test
  void aListOfTwoIsAListLikeAnyOther() {
    List<Object> duo = new Duo(1L, "x");
    List<Object> list = List.of(1L, "x");
    assertThat(duo).isEqualTo(list).hasSameHashCodeAs(list).hasToString("[1, x]");
    assertThat(list).isEqualTo(duo);
    assertThat(duo).isEqualTo(new Duo(1L, "x")).isNotEqualTo(new Duo(1L, null));
  }
}
