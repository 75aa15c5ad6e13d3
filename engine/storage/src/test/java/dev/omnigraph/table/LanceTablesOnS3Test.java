package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.store.StoreException;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.Fault;
import dev.omnigraph.testkit.S3Request;
import dev.omnigraph.value.PropertyType.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests and failures of tables on S3, counted and caused at the server. */
class LanceTablesOnS3Test {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("order", Scalar.I64, true)));
  private static final List<IndexSpec> INDEXES = List.of(new IndexSpec("id", IndexSpec.Kind.BTREE));

  private static final UpkeepPolicy INDEX_ONLY = new UpkeepPolicy(1, 1, 0, 0, 1, 2.0);

  /** Long, since nothing here can be measured twice: see {@code InARow}. */
  private static final Duration LATENCY = Duration.ofMillis(200);

  private CountingS3 s3;
  private LanceTables tables;

  @BeforeEach
  void start() {
    s3 = CountingS3.start("bucket");
    tables = open();
  }

  @AfterEach
  void stop() {
    tables.close();
    s3.close();
  }

  private LanceTables open() {
    return open(TableOptions.DEFAULT);
  }

  private LanceTables open(TableOptions options) {
    return LanceTables.open(
        new S3ObjectStore(s3.client(), new S3Location("bucket", "graph")),
        s3.storageOptions(),
        options);
  }

  @Test
  void lookupsAndWritesOnTwentyFourThousandRowsTakeFewRequests() {
    Pin pin = tables.create(new TableId("nodes/t"), SCHEMA);
    for (int i = 0; i < 3; i++) {
      pin = Rows.committed(tables, pin, Rows.numbered(i * 8000L, (i + 1) * 8000L));
    }
    Pin base = upkeep(tables, pin, INDEX_ONLY);
    s3.setLatency(LATENCY);

    // An insert: the id is looked up and is not there.
    try (LanceTables cold = open()) {
      assertRequests("open a version, cold", 0, 0, () -> cold.open(base).close());
      assertRequests("open it again", 0, 0, () -> cold.open(base).close());
      try (WritableTable table = cold.open(base);
          Staging staging = table.stage(new OperationId("op"))) {
        assertRequests("look up an absent id, cold", 3, 1, () -> lookUp(table, "k9000x", 0));
        assertRequests(
            "append one row and commit",
            1,
            1,
            () -> {
              Rows.append(cold, table, staging, List.of(List.of("k9000x", 1L)));
              assertThat(table.commit(staging.finish())).isPresent();
            });
      }
    }
    try (LanceTables cold = open();
        WritableTable table = cold.open(base)) {
      assertRequests("look up an id, cold", 3, 1, () -> lookUp(table, "k9000", 1));
      assertRequests("look up another id", 3, 1, () -> lookUp(table, "k17000", 1));
      assertRequests("look it up again", 3, 1, () -> lookUp(table, "k17000", 1));
    }
    try (LanceTables cold = open()) {
      assertRequests(
          "open, upsert one row and commit, cold", 5, 2, () -> upsert(cold, base, "k9000"));
      assertRequests("upsert another in the same version", 5, 2, () -> upsert(cold, base, "k1"));
    }
    try (LanceTables cold = open()) {
      assertRequests("open, delete one row and commit, cold", 4, 2, () -> delete(cold, base));
    }
  }

  /** Of three files of 0.9 MB each, where all scans together may hold 4 MB. */
  @Test
  void scansThatWouldHoldTooMuchTogetherReadInParts() {
    List<Field> fields = new ArrayList<>(SCHEMA.getFields());
    for (int i = 0; i < 18; i++) {
      fields.add(ArrowSchemas.field("c" + i, Scalar.I64, true));
    }
    List<String> columns = fields.stream().map(Field::getName).toList();
    Random random = new Random(1);
    Pin filled = tables.create(new TableId("nodes/w"), new Schema(fields));
    for (int part = 0; part < 3; part++) {
      List<List<Object>> rows = new ArrayList<>();
      for (int row = 0; row < 6000; row++) {
        List<Object> values = new ArrayList<>(List.of("k" + part + "-" + row));
        random.longs(19).forEach(values::add);
        rows.add(values);
      }
      filled = Rows.committed(tables, filled, rows);
    }
    Pin pin = filled;
    TableOptions options = TableOptions.DEFAULT.withSmallRows(0).withWideBytes(1 << 20);
    try (LanceTables cold = open(options);
        LanceTables other = open(options);
        Table table = cold.open(pin)) {
      List<Map<String, Object>> whole = new ArrayList<>();
      assertThat(requests(() -> whole.addAll(Rows.read(table, ScanRequest.of(columns)))))
          .isEqualTo(3);
      BatchStream first = table.scan(ScanRequest.of(columns));
      assertThat(first.next()).isTrue();
      List<Map<String, Object>> parts = new ArrayList<>();
      assertThat(requests(() -> parts.addAll(Rows.read(table, ScanRequest.of(columns)))))
          .isGreaterThan(3);
      assertThat(parts).hasSize(18_000).containsExactlyInAnyOrderElementsOf(whole);
      first.close();
      first.close();
      try (Table afresh = other.open(pin)) {
        s3.fault(request -> request.method().equals("GET"), Fault.accessDenied());
        assertThatThrownBy(() -> Rows.read(afresh, ScanRequest.of(columns)));
        // Its last requests may still be on their way, so those of the next scan are not counted.
        assertThat(other.wholeReads().availablePermits()).isEqualTo(4096);
        s3.clearFaults();
        assertThat(Rows.read(afresh, ScanRequest.of(columns))).hasSize(18_000);
      }
      assertThat(cold.wholeReads().availablePermits()).isEqualTo(4096);
      assertThat(other.wholeReads().availablePermits()).isEqualTo(4096);
    }
  }

  private int requests(Runnable work) {
    s3.log().reset();
    work.run();
    return s3.log().total();
  }

  @Test
  void aTableThatNothingWasDoneToButWritingNeedsNoRequestForAnyVersionOfIt() {
    s3.setLatency(LATENCY);
    assertRequests("create a table", 5, 5, () -> tables.create(new TableId("nodes/u"), SCHEMA));
    Pin base = filled();

    try (LanceTables cold = open()) {
      assertRequests("open a version, cold", 0, 0, () -> cold.open(base).close());
      assertRequests("upsert one row and commit", 3, 2, () -> upsert(cold, base, "k900"));
    }
    try (LanceTables cold = open()) {
      assertRequests("delete a fragment, cold", 1, 1, () -> clear(cold, base));
    }
  }

  @Test
  void whatNeedsTheIndexesAsksForTheListOfThemOnce() {
    Pin base = upkeep(tables, filled(), UpkeepPolicy.DEFAULT);
    Pin pin = Rows.committed(tables, base, Rows.numbered(5000, 5001));
    s3.setLatency(LATENCY);

    try (LanceTables cold = open(TableOptions.DEFAULT.withScanBytes(0));
        Table table = cold.open(pin);
        Table before = cold.open(base)) {
      assertRequests("look up in an index, cold", 6, 5, () -> lookUp(table, "k500", 1));
      assertRequests("look up another id", 2, 1, () -> lookUp(table, "k501", 1));
      assertRequests("look up in the base", 1, 1, () -> lookUp(before, "k502", 1));
    }
    try (LanceTables cold = open();
        WritableTable table = cold.open(pin)) {
      assertRequests("name the files and indexes, cold", 2, 2, table::named);
      assertRequests("name them again", 0, 0, table::named);
    }
  }

  @Test
  void aNewBaseIsReadOnceAfterItIsWritten() {
    Pin base = upkeep(tables, filled(), UpkeepPolicy.DEFAULT);
    Pin pin = Rows.committed(tables, base, Rows.numbered(5000, 5001));

    assertRequests("compact and index", 29, 29, () -> upkeep(tables, pin, UpkeepPolicy.DEFAULT));
    assertRequests("have nothing to do", 0, 0, () -> upkeep(tables, base, UpkeepPolicy.DEFAULT));
    try (LanceTables cold = open()) {
      assertRequests("index new rows, cold", 23, 23, () -> upkeep(cold, pin, INDEX_ONLY));
    }
    try (LanceTables cold = open()) {
      assertRequests("have nothing to do, cold", 2, 2, () -> upkeep(cold, base, INDEX_ONLY));
      assertRequests("add a column", 3, 3, () -> addColumn(cold, base));
    }
    try (LanceTables cold = open()) {
      assertRequests("add a column, cold", 5, 5, () -> addColumn(cold, pin));
    }
  }

  @Test
  void everyUnindexedTailFragmentCostsOneRequestPerLookupUntilUpkeep() {
    Pin pin = upkeep(tables, filled(), UpkeepPolicy.DEFAULT);
    for (int i = 0; i < 5; i++) {
      pin = Rows.committed(tables, pin, Rows.numbered(50_000 + i, 50_001 + i));
    }
    Pin tail = pin;
    Pin kept = upkeep(tables, pin, UpkeepPolicy.DEFAULT);
    s3.setLatency(LATENCY);

    try (LanceTables cold = open();
        Table table = cold.open(tail)) {
      assertRequests("look up past 5 new fragments", 6, 1, () -> lookUp(table, "absent", 0));
    }
    try (LanceTables cold = open();
        Table table = cold.open(kept)) {
      assertRequests("look up after upkeep", 1, 1, () -> lookUp(table, "absent", 0));
    }
  }

  @Test
  void aDataFileWhoseAnswerIsLostIsThereOnce() {
    Pin base = filled();
    s3.faultOnce(
        request -> isPut(request) && request.key().contains("/data/"), 1, new Fault.LoseAnswer());

    Pin pin = Rows.committed(tables, base, Rows.numbered(5000, 5010));

    assertThat(pin.rows()).isEqualTo(base.rows() + 10);
    try (Table table = tables.open(pin)) {
      lookUp(table, "k5003", 1);
      assertThat(table.count(new Predicate.Not(new Predicate.IsNull("id")))).isEqualTo(pin.rows());
    }
  }

  @Test
  void aNewBaseWhoseAnswerIsLostOrThatIsNotReadAtOnceIsMadeAgain() {
    Pin base = filled();
    s3.faultOnce(request -> isPut(request) && isDetached(request), 1, new Fault.LoseAnswer());
    s3.fault(
        request -> request.method().equals("GET") && isDetached(request),
        1,
        2,
        Fault.unavailable());
    s3.log().reset();

    Pin pin = upkeep(tables, base, UpkeepPolicy.DEFAULT);

    assertThat(
            s3.log()
                .only(e -> e.operation().equals("PUT") && e.key().contains("/_versions/d"))
                .total())
        .isGreaterThan(1);
    assertThat(pin.rows()).isEqualTo(base.rows());
    try (LanceTables cold = open(TableOptions.DEFAULT.withScanBytes(0));
        Table table = cold.open(pin)) {
      lookUp(table, "k503", 1);
    }
  }

  @Test
  void aStoreThatRefusesAccessOrDoesNotAnswerIsSaidSo() {
    Pin base = filled();
    s3.fault(LanceTablesOnS3Test::isPut, Fault.accessDenied());
    assertThatThrownBy(() -> Rows.committed(tables, base, Rows.numbered(0, 1)))
        .isInstanceOf(StoreException.Configuration.class)
        .hasMessageContaining("nodes/t")
        .hasMessageNotContaining("rust");
    s3.clearFaults();

    s3.fault(LanceTablesOnS3Test::isPut, Fault.unavailable());
    assertThatThrownBy(() -> Rows.committed(tables, base, Rows.numbered(0, 1)))
        .isInstanceOf(StoreException.Transient.class);
    s3.clearFaults();

    Pin pin = Rows.committed(tables, base, Rows.numbered(9000, 9001));
    assertThat(pin.rows()).isEqualTo(base.rows() + 1);
  }

  private static boolean isPut(S3Request request) {
    return request.method().equals("PUT");
  }

  private static boolean isDetached(S3Request request) {
    return request.key().contains("/_versions/d");
  }

  private Pin filled() {
    return Rows.committed(
        tables, tables.create(new TableId("nodes/t"), SCHEMA), Rows.numbered(0, 1000));
  }

  private void assertRequests(String what, int total, int sequential, Runnable work) {
    s3.log().reset();
    work.run();
    System.out.printf(
        Locale.ROOT,
        "%-45s %3d requests, %2d in sequence%n",
        what,
        s3.log().total(),
        s3.log().sequential());
    assertThat(s3.log().total()).as("%s: %s", what, s3.log()).isLessThanOrEqualTo(total);
    assertThat(s3.log().sequential()).as("%s: %s", what, s3.log()).isLessThanOrEqualTo(sequential);
  }

  private static void lookUp(Table table, String id, int found) {
    assertThat(Rows.addresses(table, equal(id))).hasSize(found);
  }

  private static void upsert(LanceTables tables, Pin pin, String id) {
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("op"))) {
      Rows.addresses(table, equal(id)).values().forEach(staging::delete);
      Rows.append(tables, table, staging, List.of(List.of(id, 1L)));
      assertThat(table.commit(staging.finish()).orElseThrow().rows()).isEqualTo(pin.rows());
    }
  }

  private static void delete(LanceTables tables, Pin pin) {
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("op"))) {
      Rows.addresses(table, equal("k9000")).values().forEach(staging::delete);
      assertThat(table.commit(staging.finish()).orElseThrow().rows()).isEqualTo(pin.rows() - 1);
    }
  }

  private static void clear(LanceTables tables, Pin pin) {
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("op"))) {
      Rows.addresses(table, null).values().forEach(staging::delete);
      assertThat(table.commit(staging.finish()).orElseThrow().rows()).isZero();
    }
  }

  private static void addColumn(LanceTables tables, Pin pin) {
    List<Field> columns = new ArrayList<>(SCHEMA.getFields());
    columns.add(ArrowSchemas.field("more", Scalar.I64, true));
    ColumnChange change =
        new ColumnChange(
            new Schema(columns), Map.of("id", "id", "order", "order"), Map.of(), Map.of(), false);
    try (WritableTable table = tables.open(pin)) {
      assertThat(table.commit(table.stageColumns(change, new OperationId("columns"), () -> {})))
          .isPresent();
    }
  }

  private static Pin upkeep(LanceTables tables, Pin pin, UpkeepPolicy policy) {
    try (WritableTable table = tables.open(pin)) {
      UpkeepPlan plan = table.planUpkeep(policy, INDEXES, List.of());
      return table
          .commit(table.stageUpkeep(plan, policy, new OperationId("optimize")))
          .orElseThrow();
    }
  }

  private static Predicate equal(String id) {
    return new Predicate.Compare("id", Predicate.Compare.Operator.EQ, id);
  }
}
