package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other columns for the rows that are there, on detached versions. */
class ColumnChangeTest extends FolderTables {
  private static final Field ID = ArrowSchemas.field("id", Scalar.STRING, false);
  private static final Field ORDER = ArrowSchemas.field("order", Scalar.I64, true);
  private static final Field TAGS =
      ArrowSchemas.field("tags", new PropertyType.ListOf(Scalar.STRING), true);
  private static final Field AT = ArrowSchemas.field("at", new PropertyType.Vector(2), true);
  private static final Field PHOTO = ArrowSchemas.field("photo", new PropertyType.Blob(), true);
  private static final Field AGE = ArrowSchemas.field("age", Scalar.I32, true);
  private static final List<IndexSpec> INDEXES =
      List.of(
          new IndexSpec("id", IndexSpec.Kind.BTREE), new IndexSpec("order", IndexSpec.Kind.BTREE));

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void newColumnsAreNullInEveryRowAndTakeValuesFromThenOn(boolean rewrite) {
    Pin pin = three(ID, ORDER);

    Pin after = changed(pin, rewrite, List.of(ID, ORDER, AGE, TAGS, AT, PHOTO), Map.of());
    Pin more =
        Rows.committed(
            tables,
            after,
            List.of(Arrays.asList("k9", 9L, 3, List.of("a", "b"), vector(1, 2), bytes("p"))));

    assertThat(after.rows()).isEqualTo(3);
    assertThat(after.generation()).isEqualTo(pin.generation() + 1);
    assertThat(row(more, "k1")).containsExactly("k1", 1L, null, null, null, null);
    assertThat(row(more, "k9"))
        .usingRecursiveComparison()
        .isEqualTo(Arrays.asList("k9", 9L, 3, List.of("a", "b"), vector(1, 2), bytes("p")));
    assertThat(ids(more, new Predicate.IsNull("age"))).containsExactly("k0", "k1", "k2");
    assertThat(ids(more, new Predicate.Compare("age", Predicate.Compare.Operator.EQ, 3)))
        .containsExactly("k9");
    assertThat(row(pin, "k1")).containsExactly("k1", 1L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNewColumnHasItsDefaultInEveryRowAndTheOtherIndexesStay(boolean rewrite) {
    Pin pin = indexed(three(ID, ORDER), INDEXES);
    Pin fewer = without(pin, List.of("k1"));
    Field level = ArrowSchemas.field("level", Scalar.I32, false);
    Field note = ArrowSchemas.field("note", Scalar.STRING, true);

    Pin after =
        changed(
            fewer,
            new ColumnChange(
                new Schema(List.of(ID, ORDER, level, note)),
                Map.of("id", "id", "order", "order"),
                Map.of("level", 7, "note", "é"),
                Map.of(),
                rewrite));
    Pin more = Rows.committed(tables, after, List.of(Arrays.asList("k9", 9L, 8, null)));

    assertThat(row(more, "k0")).containsExactly("k0", 0L, 7, "é");
    assertThat(row(more, "k2")).containsExactly("k2", 2L, 7, "é");
    assertThat(row(more, "k9")).containsExactly("k9", 9L, 8, null);
    Predicate seven = new Predicate.Compare("level", Predicate.Compare.Operator.EQ, 7);
    assertThat(ids(more, seven)).containsExactly("k0", "k2");
    Predicate from = new Predicate.Compare("order", Predicate.Compare.Operator.GE, 2L);
    assertThat(ids(more, from)).containsExactly("k2", "k9");
    Pin covered = indexed(more, INDEXES);
    assertThat(ids(covered, from)).containsExactly("k2", "k9");
    assertThat(row(covered, "k2")).containsExactly("k2", 2L, 7, "é");
    assertThat(row(fewer, "k2")).containsExactly("k2", 2L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWiderColumnHasTheSameValuesAndItsIndexIsBuiltAnew(boolean rewrite) {
    Field small = ArrowSchemas.field("small", Scalar.I32, false);
    Field count = ArrowSchemas.field("count", Scalar.U32, true);
    Field ratio = ArrowSchemas.field("ratio", Scalar.F32, true);
    Field word = ArrowSchemas.field("word", Scalar.STRING, true);
    List<IndexSpec> indexes = List.of(new IndexSpec("small", IndexSpec.Kind.BTREE));
    Pin pin =
        tables.create(new TableId("nodes/t-1"), new Schema(List.of(ID, small, count, ratio, word)));
    pin =
        Rows.committed(
            tables,
            pin,
            List.of(
                Arrays.asList("a", -1, 4294967295L, 0.5f, "x"),
                Arrays.asList("b", 2, null, null, null),
                Arrays.asList("c", 3, 0L, -0.25f, "")));
    pin = Rows.committed(tables, pin, List.of(Arrays.asList("d", 4, 1L, 1f, "y")));
    pin = indexed(pin, indexes);
    Pin fewer = without(pin, List.of("a"));

    List<Field> wide =
        List.of(
            ID,
            ArrowSchemas.field("small", Scalar.I64, false),
            ArrowSchemas.field("count", Scalar.U64, true),
            ArrowSchemas.field("ratio", Scalar.F64, true),
            ArrowSchemas.field("words", new PropertyType.ListOf(Scalar.STRING), true));
    Pin after =
        changed(
            fewer,
            new ColumnChange(
                new Schema(wide),
                Map.of(
                    "id", "id", "small", "small", "count", "count", "ratio", "ratio", "words",
                    "word"),
                Map.of(),
                Map.of("words", Map.of("y", "z")),
                rewrite));
    Pin more =
        Rows.committed(
            tables,
            after,
            List.of(Arrays.asList("e", 1L << 40, BigInteger.TWO.pow(63), 0.1, List.of("p", "q"))));

    assertThat(row(more, "b")).containsExactly("b", 2L, null, null, null);
    assertThat(row(more, "c")).containsExactly("c", 3L, BigInteger.ZERO, -0.25, List.of(""));
    assertThat(row(more, "d")).containsExactly("d", 4L, BigInteger.ONE, 1.0, List.of("z"));
    assertThat(row(more, "e"))
        .containsExactly("e", 1L << 40, BigInteger.TWO.pow(63), 0.1, List.of("p", "q"));
    Predicate from = new Predicate.Compare("small", Predicate.Compare.Operator.GE, 3L);
    assertThat(ids(more, from)).containsExactly("c", "d", "e");
    assertThat(ids(indexed(more, indexes), from)).containsExactly("c", "d", "e");
    assertThat(ids(fewer, new Predicate.Compare("small", Predicate.Compare.Operator.GE, 3)))
        .containsExactly("c", "d");
    assertThat(row(pin, "a")).containsExactly("a", -1, 4294967295L, 0.5f, "x");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRenamedColumnKeepsItsValuesAndItsIndexAnswers(boolean rewrite) {
    Pin pin = indexed(three(ID, ORDER), INDEXES);
    Field rank = ArrowSchemas.field("rank", Scalar.I64, true);

    Pin after = changed(pin, rewrite, List.of(ID, rank), Map.of("rank", "order"));
    Pin more = Rows.committed(tables, after, Rows.numbered(7, 9));

    Predicate from = new Predicate.Compare("rank", Predicate.Compare.Operator.GE, 2L);
    assertThat(ids(more, from)).containsExactly("k2", "k7", "k8");
    assertThat(row(more, "k2")).containsExactly("k2", 2L);
    Pin covered =
        indexed(
            more,
            List.of(
                new IndexSpec("id", IndexSpec.Kind.BTREE),
                new IndexSpec("rank", IndexSpec.Kind.BTREE)));
    assertThat(ids(covered, from)).containsExactly("k2", "k7", "k8");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aColumnThatComesBackUnderItsNameHasNoneOfTheOldValues(boolean rewrite) {
    Pin pin = indexed(three(ID, ORDER), INDEXES);

    Pin without = changed(pin, rewrite, List.of(ID), Map.of());
    Pin between = Rows.committed(tables, without, List.of(List.of("b")));
    Pin again = changed(between, rewrite, List.of(ID, ORDER), Map.of());
    Pin more = Rows.committed(tables, again, Rows.numbered(5, 6));

    assertThat(row(between, "k1")).containsExactly("k1");
    assertThat(row(more, "k1")).containsExactly("k1", null);
    assertThat(row(more, "k5")).containsExactly("k5", 5L);
    Predicate any = new Predicate.Compare("order", Predicate.Compare.Operator.GE, 0L);
    assertThat(ids(more, any)).containsExactly("k5");
    assertThat(ids(indexed(more, INDEXES), any)).containsExactly("k5");
    assertThat(row(pin, "k1")).containsExactly("k1", 1L);
  }

  @Test
  void deletesUpdatesAndCompactionWorkOnAChangedTable() {
    Pin pin = Rows.committed(tables, three(ID, ORDER, TAGS), rows(10, 20));
    Pin changed = changed(pin, false, List.of(ID, TAGS, AGE), Map.of());
    Pin more = Rows.committed(tables, changed, List.of(Arrays.asList("z", List.of("q"), 8)));

    Pin deleted;
    try (WritableTable table = tables.open(more);
        Staging staging = table.stage(new OperationId("delete"))) {
      Rows.addresses(table, new Predicate.In("id", List.of("k1", "k12")))
          .values()
          .forEach(staging::delete);
      deleted = table.commit(staging.finish()).orElseThrow();
    }
    Pin compacted;
    try (WritableTable table = tables.open(deleted)) {
      UpkeepPolicy policy = UpkeepPolicy.DEFAULT;
      UpkeepPlan plan = table.planUpkeep(policy, List.of(), List.of());
      assertThat(plan.rewrites()).isNotEmpty();
      compacted =
          table.commit(table.stageUpkeep(plan, policy, new OperationId("upkeep"))).orElseThrow();
    }
    Pin last = Rows.committed(tables, compacted, List.of(Arrays.asList("zz", List.of(), 9)));

    assertThat(last.rows()).isEqualTo(13);
    assertThat(row(last, "k13")).containsExactly("k13", List.of("t13"), null);
    assertThat(row(last, "z")).containsExactly("z", List.of("q"), 8);
    assertThat(row(last, "zz")).containsExactly("zz", List.of(), 9);
  }

  @Test
  void aRequiredColumnBecomesNullable() {
    Field required = ArrowSchemas.field("order", Scalar.I64, false);
    Pin pin = three(ID, required);

    Pin after = changed(pin, false, List.of(ID, ORDER), Map.of());
    Pin more = Rows.committed(tables, after, List.of(Arrays.asList("n", null)));

    assertThat(row(more, "n")).containsExactly("n", null);
    assertThat(row(more, "k2")).containsExactly("k2", 2L);
    assertThat(ids(more, new Predicate.IsNull("order"))).containsExactly("n");
  }

  @Test
  void aChangeWithoutRewriteFitsAVersionWithOtherRowsAndARewriteDoesNot() {
    Pin pin = three(ID, ORDER);
    Pin moved = Rows.committed(tables, pin, Rows.numbered(5, 6));
    try (WritableTable table = tables.open(pin);
        WritableTable other = tables.open(moved)) {
      StagedChange light = table.stageColumns(change(false, ID), new OperationId("op"), () -> {});
      StagedChange heavy = table.stageColumns(change(true, ID), new OperationId("op"), () -> {});

      Optional<Pin> fits = other.commit(light);
      assertThat(other.commit(heavy)).isEmpty();
      assertThat(row(fits.orElseThrow(), "k5")).containsExactly("k5");
    }
  }

  @Test
  void aChangeWithoutRewriteDoesNotFitAVersionWithOtherColumns() {
    Pin pin = three(ID, ORDER);
    Pin moved = changed(pin, false, List.of(ID, ORDER, AGE), Map.of());
    try (WritableTable table = tables.open(pin);
        WritableTable other = tables.open(moved)) {
      StagedChange change = table.stageColumns(change(false, ID), new OperationId("op"), () -> {});

      assertThat(other.commit(change)).isEmpty();
    }
  }

  @Test
  void aChangeThatWritesAColumnMovesToAVersionWithOtherRowsByWritingWhatIsNew() {
    Pin pin = Rows.committed(tables, three(ID), List.of(List.of("k5")));
    Pin moved = Rows.committed(tables, without(pin, List.of("k1")), List.of(List.of("k6")));
    ColumnChange change =
        new ColumnChange(
            new Schema(List.of(ID, AGE)), Map.of("id", "id"), Map.of("age", 1), Map.of(), false);
    AtomicInteger written = new AtomicInteger();
    try (WritableTable table = tables.open(pin);
        WritableTable other = tables.open(moved)) {
      StagedChange staged =
          table.stageColumns(change, new OperationId("op"), written::incrementAndGet);
      assertThat(staged.files()).hasSize(2);
      assertThat(other.commit(staged)).isEmpty();

      StagedChange again = other.moved(staged).orElseThrow();

      assertThat(written).hasValue(3);
      assertThat(again.files()).hasSize(3).containsAll(staged.files());
      Pin after = other.commit(again).orElseThrow();
      assertThat(ids(after, new Predicate.Compare("age", Predicate.Compare.Operator.EQ, 1)))
          .containsExactly("k0", "k2", "k5", "k6");
    }
  }

  /** A column that went and one that has its name and type since are two. */
  @Test
  void aFileOfAColumnIsNotTakenForAnotherColumnOfItsName() {
    Pin pin = tables.create(new TableId("nodes/t-1"), new Schema(List.of(ID, AGE)));
    pin = Rows.committed(tables, pin, List.of(Arrays.asList("k0", 10), Arrays.asList("k1", 11)));
    Pin moved =
        changed(changed(pin, false, List.of(ID), Map.of()), false, List.of(ID, AGE), Map.of());
    Field wide = ArrowSchemas.field("age", Scalar.I64, true);
    try (WritableTable table = tables.open(pin);
        WritableTable other = tables.open(moved)) {
      StagedChange staged =
          table.stageColumns(change(false, ID, wide), new OperationId("wider"), () -> {});

      assertThat(other.moved(staged)).isEmpty();
      assertThat(other.commit(staged)).isEmpty();
      Pin after =
          other
              .commit(
                  other.stageColumns(change(false, ID, wide), new OperationId("wider"), () -> {}))
              .orElseThrow();
      assertThat(row(after, "k1")).containsExactly("k1", null);
    }
  }

  @Test
  void noFragmentIsWrittenOnceThereIsNoTimeForIt() {
    Pin pin = Rows.committed(tables, three(ID), List.of(List.of("k5")));
    ColumnChange change =
        new ColumnChange(
            new Schema(List.of(ID, AGE)), Map.of("id", "id"), Map.of("age", 1), Map.of(), false);
    AtomicInteger left = new AtomicInteger(1);
    try (WritableTable table = tables.open(pin)) {
      assertThatThrownBy(
              () ->
                  table.stageColumns(
                      change,
                      new OperationId("op"),
                      () -> {
                        if (left.getAndDecrement() == 0) {
                          throw new IllegalStateException("too late");
                        }
                      }))
          .hasMessage("too late");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChangeThatWritesAColumnOfATableWithoutRowsIsWrittenForTheFirst(boolean deleted) {
    Pin pin = tables.create(new TableId("nodes/t-1"), new Schema(List.of(ID, AGE)));
    if (deleted) {
      pin = without(Rows.committed(tables, pin, List.of(Arrays.asList("k0", 1))), List.of("k0"));
    }
    Pin moved = Rows.committed(tables, pin, List.of(Arrays.asList("k5", 7)));
    Field wide = ArrowSchemas.field("age", Scalar.I64, true);
    Field level = ArrowSchemas.field("level", Scalar.I32, false);
    try (WritableTable table = tables.open(pin);
        WritableTable other = tables.open(moved)) {
      StagedChange wider =
          table.stageColumns(change(false, ID, wide), new OperationId("wider"), () -> {});
      ColumnChange added =
          new ColumnChange(
              new Schema(List.of(ID, level)),
              Map.of("id", "id"),
              Map.of("level", 3),
              Map.of(),
              false);
      StagedChange more = table.stageColumns(added, new OperationId("more"), () -> {});

      assertThat(other.commit(wider)).isEmpty();
      assertThat(other.commit(more)).isEmpty();
      Pin first = other.commit(other.moved(wider).orElseThrow()).orElseThrow();
      assertThat(row(first, "k5")).containsExactly("k5", 7L);
      Pin empty = table.commit(more).orElseThrow();
      assertThat(row(Rows.committed(tables, empty, List.of(List.of("k6", 4))), "k6"))
          .containsExactly("k6", 4);
    }
  }

  @Test
  void upkeepPutsTheFilesOfAFragmentTogetherOnceTheyAreManyOrHoldWhatWent() {
    Pin pin = three(ID, ORDER);
    List<Field> columns = new ArrayList<>(List.of(ID, ORDER));
    for (int i = 0; i < 3; i++) {
      assertThat(indexed(pin, List.of()).version()).isEqualTo(pin.version());
      columns.add(ArrowSchemas.field("c" + i, Scalar.I32, true));
      pin = changed(pin, new Schema(columns), Map.of("c" + i, i));
    }
    assertThat(files(pin)).isEqualTo(4);

    Pin merged = indexed(pin, List.of());

    assertThat(files(merged)).isEqualTo(1);
    assertThat(row(merged, "k1")).containsExactly("k1", 1L, 0, 1, 2);
    Field last = ArrowSchemas.field("last", Scalar.STRING, true);
    columns.add(last);
    Pin more = changed(merged, new Schema(columns), Map.of("last", "x"));
    columns.remove(last);
    Pin dropped = changed(more, new Schema(columns), Map.of());
    assertThat(files(dropped)).isEqualTo(2);
    Pin rid = indexed(dropped, List.of());
    assertThat(files(rid)).isEqualTo(1);
    assertThat(row(rid, "k2")).containsExactly("k2", 2L, 0, 1, 2);
    assertThat(indexed(rid, List.of())).isEqualTo(rid);
  }

  /** Those of the one fragment. */
  private int files(Pin pin) {
    try (LanceTable table = tables.openTable(pin)) {
      return table.fragments().getFirst().metadata().getFiles().size();
    }
  }

  /** Columns that are there already stay. */
  private Pin changed(Pin pin, Schema columns, Map<String, Object> defaults) {
    Map<String, String> origins = new HashMap<>();
    for (Field field : columns.getFields()) {
      if (!defaults.containsKey(field.getName())) {
        origins.put(field.getName(), field.getName());
      }
    }
    return changed(pin, new ColumnChange(columns, origins, defaults, Map.of(), false));
  }

  /** As counted by the allocator: with what the library has taken of it and not yet written. */
  @Test
  void aColumnIsWrittenInBoundedMemory() {
    int rows = 200_000;
    String text = "x".repeat(500);
    Pin pin = tables.create(new TableId("nodes/t-1"), new Schema(List.of(ID, ORDER)));
    pin = Rows.committed(tables, pin, Rows.numbered(0, rows));
    Field note = ArrowSchemas.field("note", Scalar.STRING, false);
    Pin noted =
        changed(
            pin,
            new ColumnChange(
                new Schema(List.of(ID, ORDER, note)),
                Map.of("id", "id", "order", "order"),
                Map.of("note", text),
                Map.of(),
                false));
    Pin fewer = without(noted, List.of("k0", "k100", "k" + (rows - 1)));
    Field notes = ArrowSchemas.field("notes", new PropertyType.ListOf(Scalar.STRING), false);
    Field orders = ArrowSchemas.field("orders", new PropertyType.ListOf(Scalar.I64), true);

    Pin after =
        changed(
            fewer,
            new ColumnChange(
                new Schema(List.of(ID, orders, notes)),
                Map.of("id", "id", "orders", "order", "notes", "note"),
                Map.of(),
                Map.of(),
                false));

    assertThat(tables.allocator().getPeakMemoryAllocation()).isLessThan(32L << 20);
    long found = 0;
    try (Table table = tables.open(after);
        BatchStream stream = table.scan(ScanRequest.of(List.of("id", "orders", "notes")))) {
      while (stream.next()) {
        List<FieldVector> columns = stream.batch().getFieldVectors();
        for (int row = 0; row < stream.batch().getRowCount(); row++) {
          long order =
              Long.parseLong(String.valueOf(ArrowValues.get(columns.get(0), row)).substring(1));
          assertThat(ArrowValues.get(columns.get(1), row)).isEqualTo(List.of(order));
          assertThat(ArrowValues.get(columns.get(2), row)).isEqualTo(List.of(text));
          found++;
        }
      }
    }
    assertThat(found).isEqualTo(rows - 3);
  }

  private Pin three(Field... fields) {
    Pin pin = tables.create(new TableId("nodes/t-1"), new Schema(List.of(fields)));
    return Rows.committed(tables, pin, rows(0, 3, fields.length));
  }

  private static List<List<Object>> rows(int from, int to) {
    return rows(from, to, 3);
  }

  private static List<List<Object>> rows(int from, int to, int width) {
    return IntStream.range(from, to)
        .mapToObj(i -> List.<Object>of("k" + i, (long) i, List.of("t" + i)).subList(0, width))
        .toList();
  }

  private Pin changed(Pin pin, boolean rewrite, List<Field> columns, Map<String, String> renamed) {
    try (WritableTable table = tables.open(pin)) {
      List<String> present = table.schema().getFields().stream().map(Field::getName).toList();
      Map<String, String> origins = new HashMap<>();
      for (Field field : columns) {
        String origin = renamed.getOrDefault(field.getName(), field.getName());
        if (present.contains(origin)) {
          origins.put(field.getName(), origin);
        }
      }
      ColumnChange change =
          new ColumnChange(new Schema(columns), origins, Map.of(), Map.of(), rewrite);
      return table
          .commit(table.stageColumns(change, new OperationId("columns"), () -> {}))
          .orElseThrow();
    }
  }

  private Pin changed(Pin pin, ColumnChange change) {
    try (WritableTable table = tables.open(pin)) {
      return table
          .commit(table.stageColumns(change, new OperationId("columns"), () -> {}))
          .orElseThrow();
    }
  }

  private Pin without(Pin pin, List<String> ids) {
    try (WritableTable table = tables.open(pin)) {
      Map<String, Long> addresses = Rows.addresses(table, null);
      Staging staging = table.stage(new OperationId("delete"));
      ids.forEach(id -> staging.delete(Objects.requireNonNull(addresses.get(id))));
      StagedChange change = staging.finish();
      staging.close();
      return table.commit(change).orElseThrow();
    }
  }

  private static ColumnChange change(boolean rewrite, Field... columns) {
    Map<String, String> origins = new HashMap<>();
    for (Field field : columns) {
      origins.put(field.getName(), field.getName());
    }
    return new ColumnChange(new Schema(List.of(columns)), origins, Map.of(), Map.of(), rewrite);
  }

  private Pin indexed(Pin pin, List<IndexSpec> indexes) {
    try (WritableTable table = tables.open(pin)) {
      UpkeepPlan plan = table.planUpkeep(UpkeepPolicy.DEFAULT, indexes, List.of());
      return table
          .commit(table.stageUpkeep(plan, UpkeepPolicy.DEFAULT, new OperationId("upkeep")))
          .orElseThrow();
    }
  }

  private List<@Nullable Object> row(Pin pin, String id) {
    try (Table table = tables.open(pin)) {
      List<String> columns = table.schema().getFields().stream().map(Field::getName).toList();
      List<Map<String, @Nullable Object>> rows =
          Rows.read(
              table,
              ScanRequest.of(columns)
                  .where(new Predicate.Compare("id", Predicate.Compare.Operator.EQ, id)));
      assertThat(rows).hasSize(1);
      return Arrays.asList(rows.getFirst().values().toArray());
    }
  }

  private List<String> ids(Pin pin, Predicate filter) {
    try (Table table = tables.open(pin)) {
      return Rows.ids(table, filter);
    }
  }

  private static float[] vector(float... values) {
    return values;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
