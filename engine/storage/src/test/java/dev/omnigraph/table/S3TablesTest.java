package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.TableId;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.EmbeddedS3;
import dev.omnigraph.testkit.Fault;
import dev.omnigraph.value.PropertyType.Scalar;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Tables on S3: through Lance's own client, which is not the AWS SDK. */
class S3TablesTest {
  private static final URI ROOT = URI.create("s3://graphs/some/graph");
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("order", Scalar.I64, true)));

  @Test
  void rowsWrittenToTheCountingServerAreReadByAnotherProcess() {
    try (CountingS3 s3 = CountingS3.start("graphs")) {
      writeAndReadAgain(s3.storageOptions());

      assertThat(s3.objects("graphs"))
          .allSatisfy((key, body) -> assertThat(key).startsWith("some/graph/nodes/t-1/"));
    }
  }

  @Test
  void rowsWrittenToAServerOfOthersAreReadByAnotherProcess() {
    try (EmbeddedS3 s3 = EmbeddedS3.start("graphs")) {
      writeAndReadAgain(s3.storageOptions());
    }
  }

  @Test
  void aVersionIsOpenedWithoutListingInTwoRequestsAtMost() {
    try (CountingS3 s3 = CountingS3.start("graphs")) {
      Pin pin = write(s3.storageOptions());
      s3.log().reset();

      try (LanceTables tables = open(s3.storageOptions());
          Table table = tables.open(pin)) {
        assertThat(table.schema()).isEqualTo(SCHEMA);
      }

      assertThat(s3.log().total()).as(s3.log().toString()).isBetween(1, 2);
      assertThat(s3.log().only(entry -> entry.operation().equals("LIST")).total()).isZero();
    }
  }

  @Test
  void aReadThatFailsInPassingSucceedsAndOneThatFailsForGoodSaysSo() {
    try (CountingS3 s3 = CountingS3.start("graphs")) {
      Pin pin = write(s3.storageOptions());
      s3.fault(request -> request.method().equals("GET"), 1, 2, Fault.unavailable());
      try (LanceTables tables = open(s3.storageOptions());
          Table table = tables.open(pin)) {
        assertThat(table.count(null)).isEqualTo(3);
      }
      s3.fault(request -> true, Fault.accessDenied());

      try (LanceTables tables = open(s3.storageOptions())) {
        assertThatThrownBy(() -> tables.open(pin)).isInstanceOf(GraphException.class);
      }
    }
  }

  private static void writeAndReadAgain(Map<String, String> storageOptions) {
    Pin pin = write(storageOptions);

    try (LanceTables tables = open(storageOptions);
        Table table = tables.open(pin)) {
      assertThat(Rows.read(table, ScanRequest.of(List.of("id", "order"))))
          .containsExactlyInAnyOrder(
              Map.of("id", "k0", "order", 0L),
              Map.of("id", "k1", "order", 1L),
              Map.of("id", "k2", "order", 2L));
    }
  }

  private static Pin write(Map<String, String> storageOptions) {
    try (LanceTables tables = open(storageOptions)) {
      return Rows.committed(
          tables, tables.create(new TableId("nodes/t-1"), SCHEMA), Rows.numbered(0, 3));
    }
  }

  private static LanceTables open(Map<String, String> storageOptions) {
    return LanceTables.open(ROOT, storageOptions, TableOptions.DEFAULT);
  }
}
