package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.EmbeddedS3;
import dev.omnigraph.testkit.Fault;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Tables on S3: through Lance's own client, which is not the AWS SDK. */
class S3TablesTest {
  private static final S3Location ROOT = new S3Location("graphs", "some/graph");
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("order", Scalar.I64, true)));

  @Test
  void rowsWrittenToTheCountingServerAreReadByAnotherProcess() {
    try (CountingS3 s3 = CountingS3.start("graphs")) {
      writeAndReadAgain(s3.client(), s3.storageOptions());

      assertThat(s3.objects("graphs"))
          .allSatisfy((key, body) -> assertThat(key).startsWith("some/graph/nodes/t-1/"));
    }
  }

  @Test
  void rowsWrittenToAServerOfOthersAreReadByAnotherProcess() {
    try (EmbeddedS3 s3 = EmbeddedS3.start("graphs")) {
      writeAndReadAgain(s3.client(), s3.storageOptions());
    }
  }

  @Test
  void aVersionIsOpenedWithoutARequest() {
    try (CountingS3 s3 = CountingS3.start("graphs")) {
      Pin pin = write(s3.client(), s3.storageOptions());
      s3.log().reset();

      try (LanceTables tables = open(s3.client(), s3.storageOptions());
          Table table = tables.open(pin)) {
        assertThat(table.schema()).isEqualTo(SCHEMA);
      }

      assertThat(s3.log().total()).as(s3.log().toString()).isZero();
    }
  }

  @Test
  void aReadThatFailsInPassingSucceedsAndOneThatFailsForGoodSaysSo() {
    try (CountingS3 s3 = CountingS3.start("graphs")) {
      Pin pin = write(s3.client(), s3.storageOptions());
      s3.fault(request -> request.method().equals("GET"), 1, 2, Fault.unavailable());
      try (LanceTables tables = open(s3.client(), s3.storageOptions());
          Table table = tables.open(pin)) {
        assertThat(Rows.ids(table, null)).hasSize(3);
      }
      s3.fault(request -> true, Fault.accessDenied());

      try (LanceTables tables = open(s3.client(), s3.storageOptions());
          Table table = tables.open(pin)) {
        assertThatThrownBy(() -> Rows.ids(table, null)).isInstanceOf(GraphException.class);
      }
    }
  }

  @Test
  void otherColumnsAreMadeAgainWhenTheirVersionIsNotAcknowledged() {
    try (CountingS3 s3 = CountingS3.start("graphs")) {
      Pin pin = write(s3.client(), s3.storageOptions());
      Schema more =
          new Schema(
              List.of(
                  ArrowSchemas.field("id", Scalar.STRING, false),
                  ArrowSchemas.field("order", Scalar.I64, true),
                  ArrowSchemas.field("note", Scalar.STRING, true)));
      for (boolean rewrite : List.of(false, true)) {
        ColumnChange change =
            new ColumnChange(
                more, Map.of("id", "id", "order", "order"), Map.of(), Map.of(), rewrite);
        try (LanceTables tables = open(s3.client(), s3.storageOptions());
            WritableTable table = tables.open(pin)) {
          StagedChange staged = table.stageColumns(change, new OperationId("columns"), () -> {});
          AtomicReference<String> first = new AtomicReference<>("");
          s3.fault(
              request ->
                  request.method().equals("PUT")
                      && request.key().contains("/_versions/")
                      && (first.compareAndSet("", request.key())
                          || request.key().equals(first.get())),
              new Fault.Reset());
          Pin changed = table.commit(staged).orElseThrow();

          try (Table again = tables.open(changed)) {
            assertThat(again.schema()).isEqualTo(more);
            assertThat(Rows.ids(again, null)).hasSize(3);
          }
        }
        s3.clearFaults();
      }
    }
  }

  private static void writeAndReadAgain(S3Client client, Map<String, String> storageOptions) {
    Pin pin = write(client, storageOptions);

    try (LanceTables tables = open(client, storageOptions);
        Table table = tables.open(pin)) {
      assertThat(Rows.read(table, ScanRequest.of(List.of("id", "order"))))
          .containsExactlyInAnyOrder(
              Map.of("id", "k0", "order", 0L),
              Map.of("id", "k1", "order", 1L),
              Map.of("id", "k2", "order", 2L));
    }
  }

  private static Pin write(S3Client client, Map<String, String> storageOptions) {
    try (LanceTables tables = open(client, storageOptions)) {
      return Rows.committed(
          tables, tables.create(new TableId("nodes/t-1"), SCHEMA), Rows.numbered(0, 3));
    }
  }

  private static LanceTables open(S3Client client, Map<String, String> storageOptions) {
    return LanceTables.open(new S3ObjectStore(client, ROOT), storageOptions, TableOptions.DEFAULT);
  }
}
