package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Blobs that are read in parts, from a store that counts what it sends. */
class StoredBlobTest {
  private static final int LARGE = 5 << 20;
  private static final int GAP = 64 << 10;
  private static final List<Integer> SIZES =
      List.of(0, 1, 15, 16, 4095, 4096, 4097, 65_495, 65_496, 65_537, 1 << 20, LARGE);
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("photo", new PropertyType.Blob(), true)));

  private CountingS3 s3;
  private S3Client client;
  private LanceTables tables;

  @BeforeEach
  void start() {
    s3 = CountingS3.start("bucket");
    client = s3.client();
    tables =
        LanceTables.open(
            new S3ObjectStore(client, new S3Location("bucket", "graph")),
            s3.storageOptions(),
            TableOptions.DEFAULT);
  }

  @AfterEach
  void stop() {
    tables.close();
    client.close();
    s3.close();
  }

  @Test
  void everyPartOfEverySizeIsReadWithoutTheRest() {
    try (Table table = tables.open(filled())) {
      for (int size : SIZES) {
        byte[] content = content(size);
        for (int[] part : parts(size)) {
          StoredBlob blob = blob(table, "b" + size);
          assertThat(blob.length()).isEqualTo(size);

          s3.log().reset();
          byte[] read = blob.read(part[0], part[1]);

          assertThat(read).isEqualTo(Arrays.copyOfRange(content, part[0], part[0] + part[1]));
          assertThat(s3.log().total()).isLessThanOrEqualTo(1);
          assertThat(s3.log().bytesOut()).isLessThanOrEqualTo(part[1] + GAP + BlobFormat.HEADER);
          assertThat(blob.digest()).isEqualTo(Sha256.hex(content));
          assertThat(s3.log().total()).isLessThanOrEqualTo(part[0] > GAP ? 2 : 1);
        }
      }
    }
  }

  @Test
  void aDigestIsReadWithoutTheContent() {
    try (Table table = tables.open(filled())) {
      StoredBlob blob = blob(table, "b" + LARGE);
      s3.log().reset();

      assertThat(blob.digest()).isEqualTo(Sha256.hex(content(LARGE)));

      assertThat(s3.log().total()).isEqualTo(1);
      assertThat(s3.log().bytesOut()).isEqualTo(BlobFormat.HEADER);
    }
  }

  @Test
  void aRowWithoutAValueHasNoBlobAndAnEmptyOneHas() {
    try (Table table = tables.open(filled())) {
      assertThat(find(table, "none")).isEmpty();
      assertThat(find(table, "b0")).isPresent();
    }
  }

  @Test
  void compactionKeepsContentsAndDigests() {
    Pin pin = filled();
    for (int i = 0; i < 6; i++) {
      pin = Rows.committed(tables, pin, List.of(List.of("more" + i, content(100 + i))));
    }
    Pin kept = upkeep(pin);

    try (Table table = tables.open(kept)) {
      assertThat(
              Rows.addresses(table, null).values().stream()
                  .map(address -> address >>> 32)
                  .distinct())
          .hasSize(1);
      for (int size : SIZES) {
        StoredBlob blob = blob(table, "b" + size);
        assertThat(blob.digest()).isEqualTo(Sha256.hex(content(size)));
        assertThat(blob.read(0, size)).isEqualTo(content(size));
      }
      assertThat(find(table, "none")).isEmpty();
    }
  }

  @Test
  void aColumnThatASchemaChangeKeptIsReadFromItsFile() {
    Pin pin = filled();
    Schema wider =
        new Schema(
            List.of(
                ArrowSchemas.field("icon", new PropertyType.Blob(), true),
                ArrowSchemas.field("id", Scalar.STRING, false),
                ArrowSchemas.field("picture", new PropertyType.Blob(), true)));
    try (WritableTable table = tables.open(pin)) {
      StagedChange change =
          table.stageColumns(
              new ColumnChange(
                  wider, Map.of("id", "id", "picture", "photo"), Map.of(), Map.of(), false),
              new OperationId("wider"),
              () -> {});
      pin = table.commit(change).orElseThrow();
    }
    pin = Rows.committed(tables, pin, List.of(List.of(content(30), "new", content(40))));

    try (Table table = tables.open(pin)) {
      assertThat(find(table, "icon", "b16")).isEmpty();
      assertThat(blob(table, "picture", "b16").read(0, 16)).isEqualTo(content(16));
      assertThat(blob(table, "icon", "new").read(0, 30)).isEqualTo(content(30));
      assertThat(blob(table, "picture", "new").read(0, 40)).isEqualTo(content(40));
    }
  }

  @Test
  void aPartPastTheEndIsADefect() {
    try (Table table = tables.open(filled())) {
      StoredBlob blob = blob(table, "b16");
      for (long[] part : new long[][] {{0, 17}, {16, 1}, {-1, 1}, {Long.MAX_VALUE, 1}}) {
        assertThatThrownBy(() -> blob.read(part[0], (int) part[1]))
            .isInstanceOfSatisfying(
                GraphException.class, e -> assertThat(e.code()).isEqualTo("table_misuse"));
      }
    }
  }

  @Test
  void aFileThatIsGoneIsMissingData() {
    try (Table table = tables.open(filled())) {
      StoredBlob blob = blob(table, "b16");
      s3.dropBucket("bucket");
      s3.createBucket("bucket");

      assertThatThrownBy(() -> blob.read(0, 16))
          .isInstanceOfSatisfying(
              GraphException.class, e -> assertThat(e.code()).isEqualTo("table_data_missing"));
    }
  }

  private static StoredBlob blob(Table table, String id) {
    return blob(table, "photo", id);
  }

  private static StoredBlob blob(Table table, String column, String id) {
    return find(table, column, id).orElseThrow();
  }

  private static Optional<StoredBlob> find(Table table, String id) {
    return find(table, "photo", id);
  }

  private static Optional<StoredBlob> find(Table table, String column, String id) {
    ScanRequest request =
        ScanRequest.of(List.of(column))
            .where(new Predicate.Compare("id", Predicate.Compare.Operator.EQ, id))
            .addressed()
            .unreadBlobs();
    try (BatchStream stream = table.scan(request)) {
      assertThat(stream.next()).isTrue();
      return table.blob(column, stream.batch(), 0);
    }
  }

  private Pin filled() {
    Pin pin = tables.create(new TableId("nodes/t"), SCHEMA);
    List<List<Object>> rows = new ArrayList<>();
    rows.add(Arrays.asList("none", null));
    SIZES.forEach(size -> rows.add(List.of("b" + size, content(size))));
    return Rows.committed(tables, pin, rows);
  }

  private Pin upkeep(Pin pin) {
    try (WritableTable table = tables.open(pin)) {
      UpkeepPlan plan = table.planUpkeep(UpkeepPolicy.DEFAULT, List.of(), List.of());
      return table
          .commit(table.stageUpkeep(plan, UpkeepPolicy.DEFAULT, new OperationId("upkeep")))
          .orElseThrow();
    }
  }

  /** Offsets and lengths: at both ends, around the middle, none, and all. */
  private static List<int[]> parts(int size) {
    List<int[]> parts = new ArrayList<>(List.of(new int[] {0, size}, new int[] {size, 0}));
    if (size > 0) {
      parts.add(new int[] {0, 1});
      parts.add(new int[] {size - 1, 1});
      parts.add(new int[] {size / 2, size - size / 2});
      parts.add(new int[] {size / 2, Math.min(100, size - size / 2)});
    }
    return parts;
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }
}
