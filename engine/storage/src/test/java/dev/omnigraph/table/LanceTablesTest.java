package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanceTablesTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("order", Scalar.I64, true)));

  private static final TableId TABLE = new TableId("nodes/t-1");
  private static final TableId OTHER = new TableId("nodes/t-2");

  @TempDir Path folder;
  private LanceTables tables;

  @BeforeEach
  void open() {
    tables = tables(TableOptions.DEFAULT);
  }

  @AfterEach
  void nothingStaysAllocated() {
    assertThat(tables.allocator().getAllocatedMemory()).isZero();
    tables.close();
  }

  private LanceTables tables(TableOptions options) {
    return LanceTables.open(
        new FileObjectStore(folder.resolve("a graph"), InstantSource.system()), Map.of(), options);
  }

  @Test
  void aNewTableIsEmptyAndKeepsItsSchema() {
    Schema schema =
        new Schema(
            List.of(
                ArrowSchemas.field("id", Scalar.STRING, false),
                ArrowSchemas.field("photo", new PropertyType.Blob(), true),
                ArrowSchemas.field("at", new PropertyType.Vector(3), true),
                ArrowSchemas.field("tags", new PropertyType.ListOf(Scalar.DATE), true)));

    Pin pin = tables.create(TABLE, schema);

    assertThat(pin.version()).isEqualTo(1);
    assertThat(pin.transaction()).isNotEmpty();
    assertThat(pin.rows()).isZero();
    assertThat(pin.generation()).isZero();
    try (Table table = tables.open(pin)) {
      assertThat(table.schema()).isEqualTo(schema);
      assertThat(Rows.ids(table, null)).isEmpty();
      assertThat(Rows.ids(table, new Predicate.IsNull("photo"))).isEmpty();
      assertThat(table.count(null)).isZero();
    }
  }

  @Test
  void aTableIsNotCreatedTwice() {
    tables.create(TABLE, SCHEMA);

    assertThatThrownBy(() -> tables.create(TABLE, SCHEMA))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("table_exists"));
  }

  @Test
  void appendedRowsAreInTheVersionCommittedAndNotInItsBase() {
    Pin base = tables.create(TABLE, SCHEMA);

    Pin pin = Rows.committed(tables, base, Rows.numbered(0, 3));

    assertThat(pin.version()).as("the base stays").isEqualTo(base.version());
    assertThat(pin.transaction()).isEqualTo(base.transaction());
    assertThat(pin.rows()).isEqualTo(3);
    assertThat(pin.generation()).isEqualTo(1);
    assertThat(pin.digest()).isNotEqualTo(base.digest());
    try (Table table = tables.open(pin);
        Table before = tables.open(base)) {
      assertThat(Rows.read(table, ScanRequest.of(List.of("order", "id"))))
          .containsExactlyInAnyOrder(
              Map.of("order", 0L, "id", "k0"),
              Map.of("order", 1L, "id", "k1"),
              Map.of("order", 2L, "id", "k2"));
      assertThat(Rows.ids(before, null)).isEmpty();
    }
  }

  @Test
  void anUpsertDeletesByAddressAndAppendsInOneVersion() {
    Pin pin = Rows.committed(tables, tables.create(TABLE, SCHEMA), Rows.numbered(0, 10));
    Pin updated;
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("op"))) {
      Rows.addresses(table, equal("id", "k3")).values().forEach(staging::delete);
      Rows.append(tables, table, staging, List.of(List.of("k3", 33L)));
      StagedChange change = staging.finish();
      assertThat(change.appendedRows()).isEqualTo(1);
      assertThat(change.deletedRows()).isEqualTo(1);
      updated = table.commit(change).orElseThrow();
    }

    assertThat(updated.rows()).isEqualTo(10);
    try (Table table = tables.open(updated)) {
      assertThat(Rows.read(table, ScanRequest.of(List.of("id", "order")).where(equal("id", "k3"))))
          .containsExactly(Map.of("id", "k3", "order", 33L));
      assertThat(table.count(new Predicate.Not(equal("id", "k3")))).isEqualTo(9);
    }
  }

  @Test
  void deletionsAddUpOverVersionsUntilTheFragmentIsGone() {
    Pin pin = Rows.committed(tables, tables.create(TABLE, SCHEMA), Rows.numbered(0, 4));
    pin = Rows.committed(tables, pin, Rows.numbered(4, 6));

    pin = delete(pin, equal("id", "k1"));
    pin = delete(pin, equal("id", "k0"));
    assertIds(pin, "k2", "k3", "k4", "k5");
    pin = delete(pin, new Predicate.In("id", List.of("k2", "k3", "k4")));
    assertIds(pin, "k5");
    pin = delete(pin, equal("id", "k5"));

    assertIds(pin);
    assertThat(pin.rows()).isZero();
    assertThat(pin.generation()).isEqualTo(6);
    assertIds(Rows.committed(tables, pin, Rows.numbered(0, 1)), "k0");
  }

  @Test
  void aChangeOfNothingIsTheSameVersion() {
    Pin pin = tables.create(TABLE, SCHEMA);
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("op"))) {
      assertThat(table.commit(staging.finish())).contains(pin);
    }
  }

  @Test
  void appendedRowsFitEveryLaterVersion() {
    Pin base = Rows.committed(tables, tables.create(TABLE, SCHEMA), Rows.numbered(0, 2));
    try (WritableTable table = tables.open(base);
        Staging staging = table.stage(new OperationId("op"))) {
      Rows.append(tables, table, staging, Rows.numbered(5, 6));
      StagedChange change = staging.finish();

      Pin other = Rows.committed(tables, delete(base, equal("id", "k0")), Rows.numbered(7, 8));

      try (WritableTable newer = tables.open(other)) {
        assertIds(newer.commit(change).orElseThrow(), "k1", "k5", "k7");
      }
    }
  }

  @Test
  void deletionsFitWhileTheirFragmentsAreUntouched() {
    Pin base = Rows.committed(tables, tables.create(TABLE, SCHEMA), Rows.numbered(0, 2));
    base = Rows.committed(tables, base, Rows.numbered(2, 4));
    try (WritableTable table = tables.open(base);
        Staging staging = table.stage(new OperationId("op"))) {
      Rows.addresses(table, equal("id", "k0")).values().forEach(staging::delete);
      Rows.append(tables, table, staging, List.of(List.of("k0", 100L)));
      StagedChange change = staging.finish();

      Pin elsewhere = Rows.committed(tables, delete(base, equal("id", "k3")), Rows.numbered(8, 9));
      Pin same = delete(base, equal("id", "k1"));
      Pin gone = delete(base, new Predicate.In("id", List.of("k0", "k1")));

      assertThat(commitOn(elsewhere, change))
          .hasValueSatisfying(pin -> assertIds(pin, "k0", "k1", "k2", "k8"));
      assertThat(commitOn(same, change)).isEmpty();
      assertThat(commitOn(gone, change)).isEmpty();
    }
  }

  @Test
  void fragmentsOfDivergingVersionsThatShareAnIdAreToldApart() {
    Pin base = tables.create(TABLE, SCHEMA);
    Pin left = Rows.committed(tables, base, Rows.numbered(0, 3));
    Pin right = Rows.committed(tables, base, Rows.numbered(10, 13));
    try (WritableTable table = tables.open(left);
        Staging staging = table.stage(new OperationId("op"))) {
      Rows.addresses(table, equal("id", "k0")).values().forEach(staging::delete);

      assertThat(commitOn(right, staging.finish())).isEmpty();
    }
  }

  @Test
  void aLoadLargerThanAFragmentIsWrittenInSeveral() {
    try (LanceTables small = tables(TableOptions.DEFAULT.withFragments(100, Long.MAX_VALUE))) {
      Pin pin = small.create(OTHER, SCHEMA);
      Pin loaded;
      long buffered = 0;
      try (WritableTable table = small.open(pin);
          Staging staging = table.stage(new OperationId("op"))) {
        for (int i = 0; i < 1000; i += 10) {
          Rows.append(small, table, staging, Rows.numbered(i, i + 10));
          buffered = Math.max(buffered, small.allocator().getAllocatedMemory());
        }
        loaded = table.commit(staging.finish()).orElseThrow();
      }

      assertThat(loaded.rows()).isEqualTo(1000);
      assertThat(buffered).isLessThan(200_000);
      assertThat(files("nodes/t-2/data")).hasSize(10);
      try (Table table = small.open(loaded)) {
        assertThat(Rows.ids(table, null)).hasSize(1000).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void everyTypeOfColumnIsStoredAndReadBackNullsIncluded() {
    List<PropertyType> types =
        List.of(
            Scalar.BOOL,
            Scalar.I32,
            Scalar.U64,
            Scalar.F32,
            Scalar.DATE,
            Scalar.DATETIME,
            new PropertyType.Enumeration(List.of("a")),
            new PropertyType.Vector(2),
            new PropertyType.ListOf(Scalar.I64),
            new PropertyType.Blob());
    List<Object> full =
        List.of(
            true,
            -7,
            java.math.BigInteger.TWO.pow(63),
            -0.0f,
            java.time.LocalDate.of(2024, 2, 29),
            java.time.Instant.ofEpochMilli(-1),
            "a",
            new float[] {1, 2},
            List.of(1L, 2L),
            new byte[] {1, 2, 3});
    List<org.apache.arrow.vector.types.pojo.Field> fields = new ArrayList<>();
    fields.add(ArrowSchemas.field("id", Scalar.STRING, false));
    for (int i = 0; i < types.size(); i++) {
      fields.add(ArrowSchemas.field("c" + i, types.get(i), true));
    }
    List<Object> first = new ArrayList<>(List.of("full"));
    first.addAll(full);
    List<Object> second = new ArrayList<>(List.of("null"));
    types.forEach(type -> second.add(null));
    List<String> columns = fields.stream().map(f -> f.getName()).toList();

    Pin pin = tables.create(TABLE, new Schema(fields));
    pin = Rows.committed(tables, pin, List.of(first, second));
    pin = Rows.committed(tables, pin, List.of(second, first));

    try (Table table = tables.open(pin)) {
      List<List<Object>> read =
          Rows.read(table, ScanRequest.of(columns)).stream()
              .map(row -> (List<Object>) new ArrayList<>(row.values()))
              .toList();
      assertThat(read)
          .usingRecursiveFieldByFieldElementComparator()
          .containsExactlyInAnyOrder(first, second, second, first);
    }
  }

  @Test
  void blobsAreReadInBatchesOfBoundedSize() {
    try (LanceTables small = tables(TableOptions.DEFAULT.withBlobBatchBytes(250))) {
      Schema schema =
          new Schema(
              List.of(
                  ArrowSchemas.field("id", Scalar.STRING, false),
                  ArrowSchemas.field("photo", new PropertyType.Blob(), true)));
      List<List<Object>> rows = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        byte[] photo = new byte[i == 7 ? 1000 : 100];
        Arrays.fill(photo, (byte) i);
        rows.add(Arrays.asList("k" + i, i == 4 ? null : photo));
      }
      Pin pin = Rows.committed(small, small.create(OTHER, schema), rows);

      List<Integer> sizes = new ArrayList<>();
      try (Table table = small.open(pin);
          BatchStream stream = table.scan(ScanRequest.of(List.of("photo")))) {
        while (stream.next()) {
          sizes.add(stream.batch().getRowCount());
        }
        assertThat(sizes).containsExactly(2, 3, 2, 1, 2);
        assertThat(Rows.read(table, ScanRequest.of(List.of("id", "photo")).addressed()))
            .hasSize(10)
            .allSatisfy(row -> assertThat(row.keySet()).containsExactly("id", "photo", "_rowaddr"))
            .allSatisfy(
                row ->
                    assertThat(row.get("photo"))
                        .isEqualTo(
                            rows.get(Integer.parseInt(String.valueOf(row.get("id")).substring(1)))
                                .get(1)));
      }
    }
  }

  @Test
  void limitsAndAddressesComeWithTheRows() {
    Pin pin = Rows.committed(tables, tables.create(TABLE, SCHEMA), Rows.numbered(0, 50));
    try (Table table = tables.open(pin)) {
      assertThat(Rows.read(table, ScanRequest.of(List.of()).limit(7).addressed()))
          .hasSize(7)
          .allSatisfy(row -> assertThat(row.keySet()).containsExactly("_rowaddr"));
      assertThat(
              Rows.ids(table, new Predicate.Compare("order", Predicate.Compare.Operator.GE, 48L)))
          .containsExactly("k48", "k49");
      assertThat(Rows.read(table, ScanRequest.of(List.of("id")).limit(0))).isEmpty();
    }
  }

  @Test
  void someFragmentsAreReadAlone() {
    Pin pin = Rows.committed(tables, tables.create(TABLE, SCHEMA), Rows.numbered(0, 5));
    pin = Rows.committed(tables, pin, Rows.numbered(5, 10));
    pin = Rows.committed(tables, pin, Rows.numbered(10, 15));
    try (Table table = tables.open(pin)) {
      ScanRequest ids = ScanRequest.of(List.of("id"));
      ScanRequest large =
          ids.where(new Predicate.Compare("order", Predicate.Compare.Operator.GE, 3L));

      assertThat(Rows.read(table, ids.in(List.of(0, 2)))).hasSize(10);
      assertThat(Rows.read(table, large.in(List.of(0))))
          .extracting(row -> row.get("id"))
          .containsExactlyInAnyOrder("k3", "k4");
      assertThat(Rows.read(table, ids.in(List.of(1)).limit(2).addressed()))
          .hasSize(2)
          .extracting(row -> row.get("_rowaddr"))
          .isSubsetOf(LongStream.range(1L << 32, (1L << 32) + 5).boxed().toList());
      assertThat(
              Rows.read(
                  table,
                  ScanRequest.of(List.of("id", "order"))
                      .in(List.of(2, 1))
                      .first(1, List.of(new ScanRequest.Order("order", true)))))
          .extracting(row -> row.get("id"))
          .containsExactly("k14");
      assertThat(Rows.read(table, ids.in(List.of()))).isEmpty();
      assertThat(Rows.read(table, large.in(List.of()))).isEmpty();
    }
  }

  @Test
  void aStreamClosedBeforeItsEndLeavesNothingBehind() {
    Pin pin = Rows.committed(tables, tables.create(TABLE, SCHEMA), Rows.numbered(0, 40_000));
    try (Table table = tables.open(pin)) {
      try (BatchStream stream = table.scan(ScanRequest.of(List.of("id", "order")))) {
        assertThat(stream.next()).isTrue();
        assertThat(stream.batch().getRowCount()).isLessThan(40_000);
      }
      table.scan(ScanRequest.of(List.of("id"))).close();
    }

    assertThat(tables.allocator().getAllocatedMemory()).isZero();
  }

  @Test
  void batchesOfWideRowsAreSmaller() {
    Schema wide =
        new Schema(
            List.of(
                ArrowSchemas.field("id", Scalar.STRING, false),
                ArrowSchemas.field("at", new PropertyType.Vector(16_384), true)));
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(List.of("k" + i, new float[16_384]));
    }
    Pin pin = Rows.committed(tables, tables.create(TABLE, wide), rows);

    try (Table table = tables.open(pin);
        BatchStream stream = table.scan(ScanRequest.of(List.of("at")))) {
      long total = 0;
      while (stream.next()) {
        assertThat(stream.batch().getRowCount()).isLessThanOrEqualTo(64);
        total += stream.batch().getRowCount();
      }
      assertThat(total).isEqualTo(200);
    }
  }

  @Test
  void moreVersionsThanAreKeptOpenCanBeUsedInAnyOrder() {
    try (LanceTables few = tables(TableOptions.DEFAULT.withOpenTables(2))) {
      List<Pin> pins = new ArrayList<>(List.of(few.create(OTHER, SCHEMA)));
      for (int i = 0; i < 6; i++) {
        pins.add(Rows.committed(few, pins.getLast(), Rows.numbered(i, i + 1)));
      }
      try (Table held = few.open(pins.get(3))) {
        for (int round = 0; round < 2; round++) {
          for (Pin pin : pins) {
            Table table = few.open(pin);
            few.open(pin).close();
            assertThat(Rows.ids(table, null)).hasSize((int) pin.rows());
            table.close();
            table.close();
            assertThat(Rows.ids(held, null)).hasSize(3);
          }
        }
      }
    }
  }

  @Test
  void manyThreadsScanOneTableAtOnce() throws Exception {
    Pin pin = Rows.committed(tables, tables.create(TABLE, SCHEMA), Rows.numbered(0, 200));
    try (Table table = tables.open(pin);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<String>>> scans = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String id = "k" + i;
        scans.add(() -> Rows.ids(table, equal("id", id)));
      }
      int i = 0;
      for (Future<List<String>> scan : threads.invokeAll(scans)) {
        assertThat(scan.get()).containsExactly("k" + i++);
      }
    }
  }

  @Test
  void aVersionThatIsNotThereIsGoneAndNoPathIsShown() {
    Pin pin = tables.create(TABLE, SCHEMA);

    assertThatThrownBy(
            () -> tables.open(new Pin(pin.path(), -5, "x", 0, 1, null, List.of(), new TreeMap<>())))
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.GONE);
              assertThat(e.code()).isEqualTo("table_data_missing");
              assertThat(e.getMessage()).contains("nodes/t-1").doesNotContain(folder.toString());
            });
  }

  @Test
  void rowsThatDoNotFitTheTableAreRefusedBeforeAnythingIsWritten() {
    Pin pin = tables.create(TABLE, SCHEMA);
    Schema other =
        new Schema(
            List.of(
                ArrowSchemas.field("id", Scalar.STRING, true),
                ArrowSchemas.field("order", Scalar.I32, true)));
    Pin wrong = tables.create(OTHER, other);
    Schema nullable =
        new Schema(
            List.of(
                ArrowSchemas.field("id", Scalar.STRING, true),
                ArrowSchemas.field("order", Scalar.I64, true)));
    Pin nulls = tables.create(new TableId("nodes/t-3"), nullable);

    try (WritableTable table = tables.open(pin);
        Table wrongTable = tables.open(wrong);
        Table nullTable = tables.open(nulls);
        Staging staging = table.stage(new OperationId("op"))) {
      assertThatThrownBy(() -> Rows.append(tables, wrongTable, staging, List.of(List.of("a", 1))))
          .hasMessageContaining("order");
      assertThatThrownBy(
              () -> Rows.append(tables, nullTable, staging, List.of(Arrays.asList(null, 1L))))
          .hasMessageContaining("Column id has a null");
      staging.delete(99);
      assertThatThrownBy(staging::finish).hasMessageContaining("no row at a staged deletion");
    }
    assertThat(files("nodes/t-1/data")).isEmpty();
  }

  @Test
  void readsAndWritesAreCounted() {
    Pin pin = Rows.committed(tables, tables.create(TABLE, SCHEMA), Rows.numbered(0, 50));
    var before = tables.io();
    try (Table table = tables.open(pin)) {
      Rows.ids(table, null);
    }

    var used = tables.io().minus(before);
    assertThat(used.requests()).isPositive();
    assertThat(used.bytesRead()).isPositive();
    assertThat(used.bytesWritten()).isZero();
    assertThat(before.bytesWritten()).isPositive();
  }

  private static Predicate equal(String column, Object value) {
    return new Predicate.Compare(column, Predicate.Compare.Operator.EQ, value);
  }

  private Pin delete(Pin pin, Predicate filter) {
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("delete"))) {
      Rows.addresses(table, filter).values().forEach(staging::delete);
      return table.commit(staging.finish()).orElseThrow();
    }
  }

  private Optional<Pin> commitOn(Pin pin, StagedChange change) {
    try (WritableTable table = tables.open(pin)) {
      return table.commit(change);
    }
  }

  private void assertIds(Pin pin, String... ids) {
    try (Table table = tables.open(pin)) {
      assertThat(Rows.ids(table, null)).containsExactly(ids);
      assertThat(table.count(null)).isEqualTo(ids.length);
    }
  }

  private List<Path> files(String path) {
    Path start = folder.resolve("a graph").resolve(path);
    if (!Files.exists(start)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(start)) {
      return files.toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
