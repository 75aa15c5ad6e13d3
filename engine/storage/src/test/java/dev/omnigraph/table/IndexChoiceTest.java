package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndexChoiceTest {

  @Test
  void smallSetsUseTheIndexAndLargeOnesReadTheColumn() {
    assertThat(IndexChoice.pays(ids(256), 10)).isTrue();
    assertThat(IndexChoice.pays(ids(257), 10)).isFalse();
    assertThat(IndexChoice.pays(ids(5000), 1_000_000)).isFalse();
  }

  @Test
  void theLargerTheTableTheLargerTheSetThatUsesTheIndex() {
    assertThat(IndexChoice.pays(ids(5000), 10_000_000)).isTrue();
    assertThat(IndexChoice.pays(ids(5001), 10_000_000)).isFalse();
  }

  @Test
  void setsInsideOfOtherConditionsCountToo() {
    Predicate half = ids(200);

    assertThat(IndexChoice.pays(new Predicate.Or(List.of(half, half)), 10)).isFalse();
    assertThat(IndexChoice.pays(new Predicate.And(List.of(half, half)), 10)).isFalse();
    assertThat(IndexChoice.pays(new Predicate.Not(ids(257)), 10)).isFalse();
    assertThat(IndexChoice.pays(new Predicate.And(List.of(half, new Predicate.IsNull("id"))), 10))
        .isTrue();
  }

  private static Predicate ids(int count) {
    return new Predicate.In("id", IntStream.range(0, count).mapToObj(i -> "k" + i).toList());
  }
}
