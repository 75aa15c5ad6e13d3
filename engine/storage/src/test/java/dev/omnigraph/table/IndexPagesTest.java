package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.InARow;
import dev.omnigraph.testkit.RequestLog;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** How the pages of a large index are read, by a lookup of ids that lie all over it. */
class IndexPagesTest {
  private static final int ROWS = 100_000;
  private static final int SOUGHT = 100;
  private static final List<IndexSpec> INDEXES = List.of(new IndexSpec("id", IndexSpec.Kind.BTREE));

  @Test
  void pagesOfAnIndexAreAskedForSideBySide() {
    try (CountingS3 server = CountingS3.start("bucket")) {
      Pin pin = filled(server);

      RequestLog best =
          InARow.least(server::setLatency, 9, () -> pagesOf(server, pin), RequestLog::sequential);

      System.out.printf(
          "%d ids in an index of %,d rows: %d requests, %d in a row%n",
          SOUGHT, ROWS, best.total(), best.sequential());
      assertThat(best.total()).as("a page is two requests").isGreaterThan(40);
      assertThat(best.sequential()).isLessThan(best.total() / 4);
    }
  }

  /** What one cold lookup asked of the index. */
  private static RequestLog pagesOf(CountingS3 server, Pin pin) {
    try (LanceTables cold = open(server);
        Table table = cold.open(pin)) {
      List<String> sought =
          IntStream.range(0, SOUGHT).mapToObj(i -> "k" + i * (ROWS / SOUGHT)).toList();
      server.log().reset();
      assertThat(Rows.ids(table, new Predicate.In("id", sought))).hasSize(SOUGHT);
      return server.log().only(entry -> entry.key().contains("_indices/"));
    }
  }

  private static Pin filled(CountingS3 server) {
    try (LanceTables tables = open(server)) {
      Schema schema =
          new Schema(
              List.of(
                  ArrowSchemas.field("id", Scalar.STRING, false),
                  ArrowSchemas.field("number", Scalar.I64, true)));
      Pin pin =
          Rows.committed(
              tables, tables.create(new TableId("nodes/t"), schema), Rows.numbered(0, ROWS));
      try (WritableTable table = tables.open(pin)) {
        UpkeepPlan plan = table.planUpkeep(UpkeepPolicy.DEFAULT, INDEXES, List.of());
        return table
            .commit(table.stageUpkeep(plan, UpkeepPolicy.DEFAULT, new OperationId("upkeep")))
            .orElseThrow();
      }
    }
  }

  /** Reads no table whole instead of looking into its index. */
  private static LanceTables open(CountingS3 server) {
    return LanceTables.open(
        new S3ObjectStore(server.client(), new S3Location("bucket", "graph")),
        server.storageOptions(),
        TableOptions.DEFAULT.withScanBytes(0));
  }
}
