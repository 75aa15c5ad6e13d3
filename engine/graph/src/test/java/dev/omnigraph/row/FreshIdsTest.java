package dev.omnigraph.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.IdSource;
import org.junit.jupiter.api.Test;

class FreshIdsTest {

  @Test
  void theFirstIdIsOfTheSourceAndEachOtherIsOneMore() {
    FreshIds ids = new FreshIds(() -> "01HZZZZZZZZZZZZZZZZZZZZZZ8");

    assertThat(ids.next()).hasToString("01HZZZZZZZZZZZZZZZZZZZZZZ8");
    assertThat(ids.next()).hasToString("01HZZZZZZZZZZZZZZZZZZZZZZ9");
    assertThat(ids.next()).hasToString("01HZZZZZZZZZZZZZZZZZZZZZZA");
  }

  @Test
  void manyIdsAscendAndAreIdsThatNoOtherOneIs() {
    FreshIds ids = new FreshIds(() -> "01HZZZZZZZZZZZZZZZZZZYZZZZ");

    String before = ids.next().toString();
    for (int i = 0; i < 100_000; i++) {
      String id = ids.next().toString();
      assertThat(IdSource.isId(id)).isTrue();
      assertThat(id).isGreaterThan(before);
      before = id;
    }
    // 100,000 is 31MZ + 1 in base 32.
    assertThat(before).isEqualTo("01HZZZZZZZZZZZZZZZZZZZ31MZ");
  }
}
