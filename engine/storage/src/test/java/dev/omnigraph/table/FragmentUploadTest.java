package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.store.StoreException;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.Fault;
import dev.omnigraph.testkit.S3Request;
import dev.omnigraph.value.PropertyType.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A few rows on S3 are one request, and their checksum is known when it is acknowledged. */
class FragmentUploadTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("order", Scalar.I64, true)));

  private CountingS3 s3;
  private S3ObjectStore objects;
  private LanceTables tables;
  private Pin empty;

  @BeforeEach
  void start() {
    s3 = CountingS3.start("bucket");
    objects = new S3ObjectStore(s3.client(), new S3Location("bucket", "graph"));
    tables = LanceTables.open(objects, s3.storageOptions(), TableOptions.DEFAULT);
    empty = tables.create(new TableId("nodes/t"), SCHEMA);
    s3.log().reset();
  }

  @AfterEach
  void stop() {
    tables.close();
    s3.close();
  }

  @Test
  void rowsAreOneRequestAndTheirChecksumIsThatOfTheStore() {
    StagedChange change = staged();

    assertThat(s3.log().total()).as(s3.log().toString()).isEqualTo(1);
    Map.Entry<String, Fingerprint> file = change.known().entrySet().iterator().next();
    assertThat(change.files()).containsExactly(file.getKey());
    assertThat(objects.fingerprint(file.getKey())).contains(file.getValue());
    assertThat(rows(change)).containsExactly("k0", "k1", "k2");
  }

  @Test
  void whatIsNotKnownToBeThereIsLookedAtAndSentAgain() {
    s3.faultOnce(FragmentUploadTest::isRows, 1, Fault.unavailable());

    assertThat(rows(staged())).containsExactly("k0", "k1", "k2");
    assertThat(s3.log().only(entry -> entry.operation().equals("PUT")).total()).isEqualTo(2);
  }

  @Test
  void rowsThatTheStoreNeverAcknowledgesAreAnErrorThatMayPass() {
    s3.fault(FragmentUploadTest::isRows, Fault.unavailable());

    assertThatThrownBy(this::staged).isInstanceOf(StoreException.Transient.class);
  }

  @Test
  void nothingIsLeftOnThisMachine() throws IOException {
    staged();
    s3.fault(FragmentUploadTest::isRows, Fault.accessDenied());
    assertThatThrownBy(this::staged).isInstanceOf(StoreException.Configuration.class);

    try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("omnigraph-rows")))
          .isEmpty();
    }
  }

  private StagedChange staged() {
    try (WritableTable table = tables.open(empty);
        Staging staging = table.stage(new OperationId("op"))) {
      Rows.append(tables, table, staging, Rows.numbered(0, 3));
      return staging.finish();
    }
  }

  private List<String> rows(StagedChange change) {
    Pin pin;
    try (WritableTable table = tables.open(empty)) {
      pin = table.commit(change).orElseThrow();
    }
    try (Table table = tables.open(pin)) {
      return Rows.ids(table, null);
    }
  }

  private static boolean isRows(S3Request request) {
    return request.method().equals("PUT") && request.key().contains("/data/");
  }
}
