package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.table.Predicate.Compare.Operator;
import java.util.List;
import java.util.Set;
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

  @Test
  void aConditionIsAnsweredByIndexesThatLeaveNoOtherRowsToRead() {
    Predicate name = new Predicate.Compare("name", Operator.EQ, "x");
    Predicate alias = new Predicate.StartsWith("alias", "x");

    assertThat(answering(name)).containsExactly("name");
    assertThat(answering(alias)).as("it has none").isEmpty();
    assertThat(answering(new Predicate.And(List.of(name, alias)))).containsExactly("name");
    assertThat(answering(new Predicate.Or(List.of(name, alias)))).isEmpty();
    assertThat(answering(new Predicate.Or(List.of(name, ids(1))))).containsExactly("id", "name");
    assertThat(answering(new Predicate.Not(name))).isEmpty();
    assertThat(answering(new Predicate.ContainsText("name", "x"))).isEmpty();
    assertThat(IndexChoice.answering(alias, null)).as("any may have one").containsExactly("alias");
  }

  @Test
  void aRangeOfTextsIsAnsweredWhereItHasTwoEndsAndOneOfNumbersWhereItHasOne() {
    Predicate from = new Predicate.Compare("name", Operator.GE, "b");
    Predicate to = new Predicate.Compare("name", Operator.LT, "c");

    assertThat(answering(from)).isEmpty();
    assertThat(answering(new Predicate.And(List.of(from, to)))).containsExactly("name");
    assertThat(answering(new Predicate.And(List.of(from, from)))).isEmpty();
    assertThat(answering(new Predicate.Compare("age", Operator.GT, 7))).containsExactly("age");
  }

  private static Set<String> answering(Predicate filter) {
    return IndexChoice.answering(filter, Set.of("id", "name", "age"));
  }

  private static Predicate ids(int count) {
    return new Predicate.In("id", IntStream.range(0, count).mapToObj(i -> "k" + i).toList());
  }
}
