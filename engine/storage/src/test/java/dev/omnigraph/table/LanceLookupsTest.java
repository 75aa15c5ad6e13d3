package dev.omnigraph.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.lookup.Lookup;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.Need;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.value.PropertyType.Scalar;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Look-up objects of tables on S3, with the requests that they take. */
class LanceLookupsTest {
  private static final Field NUMBER = ArrowSchemas.field("number", Scalar.I64, true);
  private static final Schema SCHEMA =
      new Schema(List.of(ArrowSchemas.field("id", Scalar.STRING, false), NUMBER));
  private static final int ROWS = 3000;
  private static final UpkeepPolicy ONLY_LOOKUPS = new UpkeepPolicy(1, 1, 0, 0, 1, 2.0);

  private static final List<LookupSpec> BY_ID =
      List.of(new LookupSpec(LookupColumn.ID, null, null));

  private CountingS3 s3;
  private LanceTables tables;
  private Pin pin;

  @BeforeEach
  void start() {
    s3 = CountingS3.start("bucket");
    tables = open();
    pin = tables.create(new TableId("nodes/t"), SCHEMA);
    for (int i = 0; i < 3; i++) {
      pin = Rows.committed(tables, pin, Rows.numbered(i * ROWS, (i + 1) * ROWS));
    }
    pin = withLookup(pin);
  }

  @AfterEach
  void stop() {
    tables.close();
    s3.close();
  }

  @Test
  void aRowIsFoundWithOneRequestAndItsAddressIsRight() {
    try (LanceTables cold = open();
        Table table = cold.open(pin)) {
      Map<String, Long> found = addresses(cold, table, "k17", "k8999", "k9000", "absent");

      assertThat(found).containsOnlyKeys("k17", "k8999");
      assertThat(s3.log().total()).isEqualTo(1);
      assertThat(cold.io().requests()).isEqualTo(1);
      assertThat(cold.io().bytesRead()).isEqualTo(s3.log().bytesOut());
      assertThat(Rows.read(table, ScanRequest.of(List.of("id")).at(List.copyOf(found.values()))))
          .extracting(row -> row.get("id"))
          .containsExactlyInAnyOrder("k17", "k8999");
    }
  }

  @Test
  void deletedRowsAreReadBesideTheBlocksAndNewOnesAreNotKnown() {
    pin = Rows.committed(tables, pin, Rows.numbered(9000, 9010));
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("delete"))) {
      List<String> gone =
          IntStream.range(0, 20)
              .boxed()
              .flatMap(i -> Stream.of("k" + i, "k" + (ROWS + 10 * i)))
              .toList();
      Rows.addresses(table, new Predicate.In("id", gone)).values().forEach(staging::delete);
      pin = table.commit(staging.finish()).orElseThrow();
    }
    s3.setLatency(Duration.ofMillis(200));

    try (LanceTables cold = open();
        Table table = cold.open(pin)) {
      assertThat(addresses(cold, table, "k17", "k20", "k3000", "k3001", "k9000"))
          .containsOnlyKeys("k20", "k3001");
      assertThat(s3.log().sequential()).isEqualTo(2);
      assertThat(s3.log().entries()).filteredOn(e -> e.key().contains("_lookups")).hasSize(1);
      assertThat(s3.log().entries()).filteredOn(e -> e.key().contains("_deletions")).hasSize(2);
      Lookup lookup = Objects.requireNonNull(table.lookup(LookupColumn.ID));
      assertThat(lookup.uncovered()).hasSize(1);
      assertThat(lookup.uncoveredRows()).isEqualTo(10);
      assertThat(Rows.read(table, ScanRequest.of(List.of("id")).in(lookup.uncovered())))
          .extracting(row -> row.get("id"))
          .containsExactlyInAnyOrderElementsOf(
              Rows.numbered(9000, 9010).stream().map(List::getFirst).toList());
    }
  }

  @Test
  void whatIsLiveIsWhatTheTableHas() {
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("delete"))) {
      Rows.addresses(table, null)
          .forEach(
              (id, row) -> {
                if (row >>> 32 == 0 || row % 3 == 0) {
                  staging.delete(row);
                }
              });
      pin = table.commit(staging.finish()).orElseThrow();
    }
    try (Table table = tables.open(pin)) {
      Map<String, Long> live = new TreeMap<>();
      Objects.requireNonNull(table.lookup(LookupColumn.ID))
          .readAll(
              Need.COLUMNS.withAddresses(),
              tables.allocator(),
              block -> {
                BigIntVector numbers = (BigIntVector) block.columns().getVector("number");
                for (int key = 0; key < block.size(); key++) {
                  int row = block.start(key);
                  if (row < block.end(key) && block.isLive(row)) {
                    String id = new String(block.id(key), UTF_8);
                    assertThat(id).isEqualTo("k" + numbers.get(row));
                    live.put(id, block.address(row));
                  }
                }
              });

      assertThat(live).isEqualTo(Rows.addresses(table, null));
      assertThat(table.lookup(LookupColumn.SRC)).isNull();
    }
  }

  @Test
  void aVersionThatARivalRestoredHasNoObjectThatLeftOutItsRows() {
    Pin first = Rows.without(tables, pin, "k1");
    Pin later =
        Rows.committed(tables, Rows.without(tables, first, "k2"), Rows.numbered(9000, 12_000));
    try (WritableTable table = tables.open(later)) {
      UpkeepPlan plan = table.planUpkeep(ONLY_LOOKUPS, List.of(), BY_ID);
      StagedChange staged = table.stageUpkeep(plan, ONLY_LOOKUPS, new OperationId("upkeep"));
      Pin restored;
      try (WritableTable on = tables.open(first)) {
        restored = on.commit(staged).orElseThrow();
      }

      assertThat(table.commit(staged).orElseThrow().lookups()).isNotEqualTo(pin.lookups());
      assertThat(restored.lookups()).isEqualTo(pin.lookups());
      try (Table on = tables.open(restored)) {
        assertThat(addresses(tables, on, "k1", "k2")).containsOnlyKeys("k2");
      }
    }
  }

  @Test
  void anObjectThatIsGoneIsUnusableAndTheTableIsNot() {
    String key = TableObject.lookup(pin.path(), pin.lookups().getFirst().object().name());
    tables.objects().delete(key);

    try (Table table = tables.open(pin)) {
      assertThatThrownBy(() -> addresses(tables, table, "k1"))
          .isInstanceOf(DerivedUnusable.class)
          .hasMessage(key + " is not in the store.");
      assertThat(Rows.ids(table, null)).hasSize(3 * ROWS);
    }
  }

  private Map<String, Long> addresses(LanceTables from, Table table, String... ids) {
    Map<String, Long> found = new HashMap<>();
    List<byte[]> wanted = Arrays.stream(ids).map(LanceLookupsTest::utf8).toList();
    s3.log().reset();
    Objects.requireNonNull(table.lookup(LookupColumn.ID))
        .read(
            new int[0],
            wanted,
            Need.COLUMNS.withAddresses(),
            from.allocator(),
            block -> {
              for (byte[] id : wanted) {
                int key = block.find(id);
                if (key >= 0 && block.isLive(block.start(key))) {
                  found.put(new String(id, UTF_8), block.address(block.start(key)));
                }
              }
            });
    return found;
  }

  /** The version that upkeep makes of it, with a look-up object by id. */
  private Pin withLookup(Pin base) {
    try (WritableTable table = tables.open(base)) {
      UpkeepPlan plan = table.planUpkeep(ONLY_LOOKUPS, List.of(), BY_ID);
      StagedChange change = table.stageUpkeep(plan, ONLY_LOOKUPS, new OperationId("upkeep"));
      return table.commit(change).orElseThrow();
    }
  }

  private LanceTables open() {
    return LanceTables.open(
        new S3ObjectStore(s3.client(), new S3Location("bucket", "graph")),
        s3.storageOptions(),
        TableOptions.DEFAULT.withSmallRows(0));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
