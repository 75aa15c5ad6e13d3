package dev.omnigraph.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableIdTest {
  @Test
  void knowsWhatItsRowsAre() {
    assertThat(TableId.ofNodes("01J", 2)).hasToString("nodes/01J-2").matches(id -> !id.isOfEdges());
    assertThat(TableId.ofEdges("01J", 1)).hasToString("edges/01J-1").matches(TableId::isOfEdges);
  }

  @Test
  void isOrderedAsItsTextIs() {
    TreeSet<TableId> ids = new TreeSet<>();
    ids.add(new TableId("nodes/a-1"));
    ids.add(new TableId("edges/b-1"));
    ids.add(new TableId("nodes/a-10"));

    assertThat(ids.stream().map(TableId::toString))
        .containsExactly("edges/b-1", "nodes/a-1", "nodes/a-10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nodes", "nodes/", "tables/a-1", "/nodes/a-1", "nodes/a-1/data"})
  void isNotAnyText(String text) {
    assertThatThrownBy(() -> new TableId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + text + "\" is not the id of a table");
  }
}
