package dev.omnigraph.table;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.value.PropertyType.Scalar;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Schema;

/** People who know each other, and the look-up objects of both tables. */
final class PeopleTables implements AutoCloseable {
  static final UpkeepPolicy POLICY = UpkeepPolicy.DEFAULT;

  /** Even the smallest tables get look-up objects. */
  static final TableOptions OPTIONS = TableOptions.DEFAULT.withSmallRows(0);

  private static final Schema NODES =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("age", Scalar.I32, true),
              ArrowSchemas.field("name", Scalar.STRING, true)));
  private static final Schema EDGES =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("src", Scalar.STRING, false),
              ArrowSchemas.field("dst", Scalar.STRING, false),
              ArrowSchemas.field("since", Scalar.I64, true),
              ArrowSchemas.field("note", Scalar.STRING, true)));

  final LanceTables tables;
  Pin people;
  Pin knows;

  private final int nodes;
  private final Random random = new Random(7);

  /**
   * @param nodes how many people there are
   */
  PeopleTables(Path folder, int nodes) {
    this(open(folder, OPTIONS), nodes);
  }

  /**
   * @param tables closed with this
   */
  PeopleTables(LanceTables tables, int nodes) {
    this.tables = tables;
    this.nodes = nodes;
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      rows.add(Arrays.asList(id(i), i % 7 == 0 ? null : i % 90, "name " + i % 50));
    }
    people = Rows.committed(tables, tables.create(new TableId("nodes/person"), NODES), rows);
    knows = tables.create(new TableId("edges/knows"), EDGES);
  }

  static LanceTables open(Path folder, TableOptions options) {
    return LanceTables.open(new FileObjectStore(folder, InstantSource.system()), Map.of(), options);
  }

  /** Ids of one and of two bytes a character; one is empty, and many begin as others are. */
  static String id(int i) {
    return i == 0 ? "" : i % 5 == 0 ? "é" + i : "p" + i;
  }

  /** One commit of edges; a quarter of them leave one node. */
  PeopleTables know(String name, int edges) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < edges; i++) {
      rows.add(
          Arrays.asList(
              name + i,
              id(random.nextInt(4) == 0 ? 3 : random.nextInt(nodes)),
              id(random.nextInt(nodes)),
              (long) random.nextInt(100),
              random.nextBoolean() ? null : "n" + random.nextInt(10)));
    }
    knows = Rows.committed(tables, knows, rows);
    return this;
  }

  /** The look-up objects that a table should have. */
  List<LookupSpec> specs(Pin pin) {
    return pin.path().startsWith("nodes/")
        ? List.of(new LookupSpec(LookupColumn.ID, null, null))
        : List.of(
            new LookupSpec(LookupColumn.SRC, people, people),
            new LookupSpec(LookupColumn.DST, people, people));
  }

  UpkeepPlan plan(Pin pin) {
    try (WritableTable table = tables.open(pin)) {
      return table.planUpkeep(POLICY, List.of(), specs(pin));
    }
  }

  /** The version after upkeep. */
  Pin upkept(Pin pin) {
    return upkept(tables, pin, specs(pin));
  }

  static Pin upkept(LanceTables tables, Pin pin, List<LookupSpec> specs) {
    try (WritableTable table = tables.open(pin)) {
      UpkeepPlan plan = table.planUpkeep(POLICY, List.of(), specs);
      return table.commit(table.stageUpkeep(plan, POLICY, new OperationId("upkeep"))).orElseThrow();
    }
  }

  /** The version without the rows of these ids. */
  Pin without(Pin pin, String... ids) {
    return Rows.without(tables, pin, ids);
  }

  @Override
  public void close() {
    tables.close();
  }
}
