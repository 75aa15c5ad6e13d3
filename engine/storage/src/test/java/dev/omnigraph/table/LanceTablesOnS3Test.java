package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.StoreException;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.Fault;
import dev.omnigraph.testkit.S3Request;
import dev.omnigraph.value.PropertyType.Scalar;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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

  /** Long enough for requests that may overlap to do so, mostly. */

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
    return LanceTables.open(
        URI.create("s3://bucket/graph"), s3.storageOptions(), TableOptions.DEFAULT);
  }

  @Test
  void lookupsAndWritesOnTwentyFourThousandRowsTakeFewRequests() {
    Pin pin = tables.create(new TableId("nodes/t"), SCHEMA);
    for (int i = 0; i < 3; i++) {
      pin = Rows.committed(tables, pin, Rows.numbered(i * 8000L, (i + 1) * 8000L));
    }
    Pin base = upkeep(tables, pin, new UpkeepPolicy(1, 1, 0, 0, 1, 2.0));
    s3.setLatency(LATENCY);

    // An insert: the id is looked up and is not there.
    try (LanceTables cold = open()) {
      assertRequests("open a version, cold", 2, 2, () -> cold.open(base).close());
      assertRequests("open it again", 0, 0, () -> cold.open(base).close());
      try (WritableTable table = cold.open(base);
          Staging staging = table.stage(new OperationId("op"))) {
        assertRequests("look up an absent id, cold", 3, 1, () -> lookUp(table, "k9000x", 0));
        assertRequests(
            "append one row and commit",
            3,
            3,
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
          "open, upsert one row and commit, cold", 11, 8, () -> upsert(cold, base, "k9000"));
      assertRequests("upsert another in the same version", 8, 5, () -> upsert(cold, base, "k1"));
    }
    try (LanceTables cold = open()) {
      assertRequests("open, delete one row and commit, cold", 10, 7, () -> delete(cold, base));
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
      assertRequests("look up past 5 new fragments", 7, 7, () -> lookUp(table, "absent", 0));
    }
    try (LanceTables cold = open();
        Table table = cold.open(kept)) {
      assertRequests("look up after upkeep", 2, 2, () -> lookUp(table, "absent", 0));
    }
  }

  @Test
  void aVersionJustCommittedIsOpenAlready() {
    Pin pin = filled();
    s3.log().reset();
    tables.open(pin).close();

    assertThat(s3.log().total()).isZero();
  }

  @Test
  void aCommitWhoseAnswerIsLostIsMadeAgainAndItsRowsAreThereOnce() {
    Pin base = filled();
    s3.faultOnce(
        request -> isPut(request) && request.key().contains("_versions/d"),
        1,
        new Fault.LoseAnswer());

    Pin pin = Rows.committed(tables, base, Rows.numbered(5000, 5010));

    assertThat(pin.rows()).isEqualTo(base.rows() + 10);
    try (Table table = tables.open(pin)) {
      lookUp(table, "k5003", 1);
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

  private static Pin upkeep(LanceTables tables, Pin pin, UpkeepPolicy policy) {
    try (WritableTable table = tables.open(pin)) {
      UpkeepPlan plan = table.planUpkeep(policy, INDEXES);
      return table
          .commit(table.stageUpkeep(plan, policy, new OperationId("optimize")))
          .orElseThrow();
    }
  }

  private static Predicate equal(String id) {
    return new Predicate.Compare("id", Predicate.Compare.Operator.EQ, id);
  }
}
