package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.TextAnalysis;
import dev.omnigraph.schema.VectorMetric;
import dev.omnigraph.search.text.Hits;
import dev.omnigraph.search.text.TextAnalyzer;
import dev.omnigraph.search.text.TextIndex;
import dev.omnigraph.search.text.TextQuery;
import dev.omnigraph.search.vector.AllowedRows;
import dev.omnigraph.search.vector.Neighbours;
import dev.omnigraph.search.vector.VectorIndex;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Searches in one version of a table, without segments. */
@NullUnmarked
class TableSearchTest extends FolderTables {
  private static final Field ID = ArrowSchemas.field("id", Scalar.STRING, false);
  private static final Field BIO = ArrowSchemas.field("bio", Scalar.STRING, true);

  @Test
  void textsAreFoundInAllLiveRowsByTheirAddresses() {
    Pin pin = tables.create(new TableId("nodes/t-1"), new Schema(List.of(ID, BIO)));
    pin = Rows.committed(tables, pin, rows("a", "red fish", null, "", "blue fish"));
    pin = Rows.committed(tables, pin, rows("b", "red red bird", "green"));
    pin = Rows.without(tables, pin, "a3");

    try (WritableTable table = tables.open(pin)) {
      TextIndex bios = table.text("bio", TextAnalysis.DEFAULT);
      TextAnalyzer analyzer = TextAnalyzer.of(TextAnalysis.DEFAULT);
      TextQuery red = TextQuery.any(analyzer, "red");
      Hits scored = bios.score(red);

      assertThat(ids(table, bios.find(red))).containsExactlyInAnyOrder("a0", "b0");
      assertThat(ids(table, bios.find(TextQuery.any(analyzer, "fish")))).containsExactly("a0");
      assertThat(ids(table, scored)).containsExactlyInAnyOrder("a0", "b0");
      assertThat(scored.scores()).hasSize(2).doesNotContain(0.0);
      assertThat(table.text("bio", TextAnalysis.DEFAULT)).isSameAs(bios);
    }
  }

  @Test
  void vectorsAreFoundInAllLiveRowsByTheirAddresses() {
    Field at = ArrowSchemas.field("at", new PropertyType.Vector(2), true);
    Pin pin = tables.create(new TableId("nodes/t-1"), new Schema(List.of(ID, at)));
    pin =
        Rows.committed(tables, pin, List.of(near("a0", 1, 1), near("a1", 3, 3), near("a2", 2, 2)));
    pin = Rows.committed(tables, pin, List.of(Arrays.asList("b0", null), near("b1", 4, 4)));
    pin = Rows.without(tables, pin, "a2");

    try (WritableTable table = tables.open(pin)) {
      VectorIndex vectors = table.vectors("at", VectorMetric.L2);
      Neighbours all = vectors.nearest(new float[] {1, 1}, 9, null);
      long[] some = {Rows.addresses(table, null).get("a1"), Rows.addresses(table, null).get("b1")};

      assertThat(ids(table, all.addresses())).containsExactly("a0", "a1", "b1");
      assertThat(all.distances()[0]).isZero();
      assertThat(
              ids(table, vectors.nearest(new float[] {1, 1}, 1, AllowedRows.of(some)).addresses()))
          .containsExactly("a1");
      assertThat(table.vectors("at", VectorMetric.L2)).isSameAs(vectors);
    }
  }

  private static List<Object> near(String id, float x, float y) {
    return List.of(id, new float[] {x, y});
  }

  private static List<String> ids(Table table, Hits hits) {
    return ids(table, hits.addresses());
  }

  /** The same addresses as a scan's are. */
  private static List<String> ids(Table table, long[] found) {
    SortedMap<String, Long> addresses = Rows.addresses(table, null);
    List<String> ids = new ArrayList<>();
    LongStream.of(found)
        .forEach(
            address ->
                addresses.forEach(
                    (id, at) -> {
                      if (at == address) {
                        ids.add(id);
                      }
                    }));
    return ids;
  }

  private static List<List<Object>> rows(String name, String... bios) {
    List<List<Object>> rows = new ArrayList<>();
    for (String bio : bios) {
      rows.add(Arrays.asList(name + rows.size(), bio));
    }
    return rows;
  }
}
