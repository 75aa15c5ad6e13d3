package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables through long lives of changes of columns and rows, against rows in plain maps. */
class RandomColumnsTest {
  private static final int SEEDS = 12;
  private static final int STEPS = 25;
  private static final List<PropertyType> TYPES =
      List.of(
          Scalar.I64,
          Scalar.STRING,
          new PropertyType.ListOf(Scalar.STRING),
          new PropertyType.Vector(2));

  @TempDir Path folder;

  @Test
  void whateverHappenedToColumnsAndRowsTheTableHasTheRowsOfThePlainOne() {
    for (int seed = 0; seed < SEEDS; seed++) {
      try (LanceTables tables =
          LanceTables.open(
              new FileObjectStore(folder.resolve("s" + seed), InstantSource.system()),
              Map.of(),
              TableOptions.DEFAULT)) {
        Life life = new Life(tables, seed);
        for (int step = 0; step < STEPS; step++) {
          life.step();
          life.check();
        }
        assertThat(tables.allocator().getAllocatedMemory()).isZero();
      }
    }
  }

  /** A table, and the same rows as maps by column. */
  private static final class Life {
    private final LanceTables tables;
    private final Random random;
    private final List<String> story = new ArrayList<>();
    private final Map<String, Map<String, Object>> rows = new TreeMap<>();
    private List<Field> columns =
        new ArrayList<>(List.of(ArrowSchemas.field("id", Scalar.STRING, false)));
    private Pin pin;
    private int next;

    Life(LanceTables tables, int seed) {
      this.tables = tables;
      this.random = new Random(seed);
      story.add("seed " + seed);
      columns.add(field("c" + next++));
      columns.add(field("c" + next++));
      pin = tables.create(new TableId("nodes/t-1"), new Schema(columns));
    }

    void step() {
      switch (random.nextInt(6)) {
        case 0, 1 -> append();
        case 2 -> delete();
        case 3, 4 -> change();
        default -> upkeep();
      }
    }

    void check() {
      Map<String, Map<String, Object>> found = new TreeMap<>();
      try (Table table = tables.open(pin)) {
        assertThat(table.schema().getFields()).extracting(Field::getName).isEqualTo(names());
        for (Map<String, @Nullable Object> row : Rows.read(table, ScanRequest.of(names()))) {
          Map<String, Object> values = new HashMap<>();
          row.forEach((name, value) -> values.put(name, plain(value)));
          found.put(String.valueOf(row.get("id")), values);
        }
        rows.keySet().stream()
            .findFirst()
            .ifPresent(
                id -> {
                  Predicate same = new Predicate.Compare("id", Predicate.Compare.Operator.EQ, id);
                  assertThat(Rows.ids(table, same)).as("%s", story).containsExactly(id);
                });
      }
      assertThat(found).as("%s", story).isEqualTo(rows);
      assertThat(pin.rows()).isEqualTo(rows.size());
    }

    private void append() {
      List<List<Object>> batch = new ArrayList<>();
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        String id = "k" + next++;
        Map<String, Object> row = new HashMap<>();
        List<Object> values = new ArrayList<>();
        for (Field column : columns) {
          Object value = column.getName().equals("id") ? id : value(column);
          values.add(value);
          row.put(column.getName(), plain(value));
        }
        rows.put(id, row);
        batch.add(values);
      }
      story.add("append " + batch.size());
      pin = Rows.committed(tables, pin, batch);
    }

    private void delete() {
      List<String> gone = rows.keySet().stream().filter(id -> random.nextInt(4) == 0).toList();
      story.add("delete " + gone);
      try (WritableTable table = tables.open(pin);
          Staging staging = table.stage(new OperationId("delete"))) {
        Rows.addresses(table, new Predicate.In("id", gone)).values().forEach(staging::delete);
        pin = table.commit(staging.finish()).orElseThrow();
      }
      gone.forEach(rows::remove);
    }

    /**
     * Drops, renames and adds columns, any of them at once; new ones may have names of old ones.
     */
    private void change() {
      List<Field> after = new ArrayList<>(List.of(columns.getFirst()));
      Map<String, String> origins = new LinkedHashMap<>(Map.of("id", "id"));
      for (Field column : columns.subList(1, columns.size())) {
        switch (random.nextInt(4)) {
          case 0 -> {}
          case 1 -> {
            String name = "c" + next++;
            after.add(new Field(name, column.getFieldType(), column.getChildren()));
            origins.put(name, column.getName());
          }
          default -> {
            after.add(column);
            origins.put(column.getName(), column.getName());
          }
        }
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        String name = "c" + (random.nextBoolean() ? next++ : random.nextInt(next));
        if (!names().contains(name) && after.stream().noneMatch(f -> f.getName().equals(name))) {
          after.add(field(name));
        }
      }
      boolean rewrite = random.nextInt(4) == 0;
      story.add((rewrite ? "rewrite " : "change ") + origins + " to " + after);
      try (WritableTable table = tables.open(pin)) {
        ColumnChange change =
            new ColumnChange(new Schema(after), origins, Map.of(), Map.of(), rewrite);
        pin =
            table
                .commit(table.stageColumns(change, new OperationId("columns"), () -> {}))
                .orElseThrow();
      }
      rows.replaceAll(
          (id, row) -> {
            Map<String, Object> values = new HashMap<>();
            for (Field field : after) {
              String origin = origins.get(field.getName());
              values.put(field.getName(), origin == null ? "null" : row.get(origin));
            }
            return values;
          });
      columns = after;
    }

    private void upkeep() {
      story.add("upkeep");
      List<IndexSpec> indexes =
          columns.stream()
              .filter(f -> f.getChildren().isEmpty())
              .map(f -> new IndexSpec(f.getName(), IndexSpec.Kind.BTREE))
              .toList();
      try (WritableTable table = tables.open(pin)) {
        UpkeepPlan plan = table.planUpkeep(UpkeepPolicy.DEFAULT, indexes, List.of());
        pin =
            table
                .commit(table.stageUpkeep(plan, UpkeepPolicy.DEFAULT, new OperationId("upkeep")))
                .orElseThrow();
      }
    }

    private Field field(String name) {
      return ArrowSchemas.field(name, TYPES.get(random.nextInt(TYPES.size())), true);
    }

    private Object value(Field column) {
      if (column.getType().isComplex()) {
        return column.getChildren().getFirst().getType().toString().contains("Float")
            ? new float[] {random.nextInt(9), random.nextInt(9)}
            : List.of("e" + random.nextInt(9));
      }
      return column.getType().toString().startsWith("Int")
          ? (Object) (long) random.nextInt(99)
          : "s" + random.nextInt(99);
    }

    private static Object plain(@Nullable Object value) {
      return value instanceof float[] floats
          ? List.of(floats[0], floats[1])
          : value == null ? "null" : value;
    }

    private List<String> names() {
      return columns.stream().map(Field::getName).toList();
    }
  }
}
