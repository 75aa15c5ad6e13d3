package dev.omnigraph.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.table.Utf8;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowIndexTest {
  private static final int ROWS = 20_000;

  @Test
  void everyIdLeadsToTheRowThatHadItLast() {
    Random random = new Random(1);
    Map<String, Integer> expected = new HashMap<>();
    List<Utf8> ids = new ArrayList<>();
    RowIndex index = new RowIndex(ids::get);
    for (int row = 0; row < ROWS; row++) {
      String id = id(random.nextInt(ROWS));
      Integer before = expected.put(id, row);
      ids.add(Utf8.of(id));
      assertThat(index.put(Utf8.of(id), row)).isEqualTo(before == null ? -1 : before);
    }

    for (int i = 0; i < ROWS; i++) {
      assertThat(index.find(Utf8.of(id(i)))).isEqualTo(expected.getOrDefault(id(i), -1));
    }
    assertThat(index.find(Utf8.of(""))).isEqualTo(-1);
  }

  /** Some begin like others, and some take several bytes a character. */
  private static String id(int number) {
    return (number % 2 == 0 ? "é" : "e").repeat(number % 5) + number;
  }
}
