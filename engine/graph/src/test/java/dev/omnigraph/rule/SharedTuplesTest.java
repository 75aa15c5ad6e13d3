package dev.omnigraph.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.Constraint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is held of rows that share a value, and what is told of them. */
class SharedTuplesTest {
  private static final int ROWS = 300_000;

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 3", "99, 99", "1000, 100"})
  void holdsFewTuplesAndCountsEveryRow(int values, int held) {
    HashBag bag = new HashBag(2);
    for (int row = 0; row < ROWS; row++) {
      bag.add(HashBag.hash(tuple(row % values)));
    }
    SharedTuples shared = new SharedTuples(new Constraint.Unique(List.of("kind")), "P");
    shared.suspect(bag);
    for (int row = 0; row < ROWS; row++) {
      if (shared.isSuspect(HashBag.hash(tuple(row % values)))) {
        shared.add(tuple(row % values), "r" + row);
      }
    }

    assertThat(shared.held()).isEqualTo(held);
    assertThat(bag.held()).isLessThanOrEqualTo(4096);
    Violations violations = shared.violations();
    assertThat(violations.total()).isEqualTo(ROWS - values);
    assertThat(violations.first()).hasSize(20);
  }

  @Test
  void valuesOfOneHashAreNotTakenForOne() {
    HashBag bag = new HashBag(2);
    bag.add(7);
    bag.add(7);
    SharedTuples shared = new SharedTuples(new Constraint.Unique(List.of("kind")), "P");
    shared.suspect(bag);
    shared.add(tuple(1), "a");
    shared.add(tuple(2), "b");

    assertThat(shared.hasSuspects()).isTrue();
    assertThat(shared.violations().total()).isZero();
  }

  @Test
  void occurrencesAreToldApartUpToTheNumberThatMatters() {
    HashBag bag = new HashBag(3);
    for (int i = 0; i < ROWS; i++) {
      bag.add(5);
    }
    bag.add(6);
    bag.add(6);

    assertThat(bag.count(5)).isEqualTo(3);
    assertThat(bag.count(6)).isEqualTo(2);
    assertThat(bag.count(7)).isZero();
    assertThat(bag.repeated()).isEqualTo(ROWS);
    assertThat(bag.held()).isEqualTo(1024);
  }

  private static List<Object> tuple(int value) {
    return List.of("v" + value);
  }
}
