package dev.omnigraph.exec;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.IndexSpec;
import dev.omnigraph.table.LanceTables;
import dev.omnigraph.table.LookupSpec;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Staging;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.table.Tables;
import dev.omnigraph.table.UpkeepPlan;
import dev.omnigraph.table.UpkeepPolicy;
import dev.omnigraph.table.WritableTable;
import dev.omnigraph.view.View;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.NullUnmarked;

/**
 * The data of a {@link MemoryGraph} in Lance tables that have lived: written in parts, with rows
 * that were deleted again and rows that were other ones before, indexed and compacted at some time
 * or never. What they hold in the end is the graph.
 */
@NullUnmarked
final class LanceGraph {
  /** Compacts everything whenever it is asked. */
  private static final UpkeepPolicy EAGER = new UpkeepPolicy(1 << 20, 1L << 30, 0, 0, 1, 0.0);

  private final Tables tables;
  private final MemoryGraph graph;
  private final String suffix;
  private final Random random;
  private final Map<TableId, Pin> pins = new HashMap<>();

  /** Upkeep gives tables of any size look-up objects. */
  static final TableOptions NONE_SMALL = TableOptions.DEFAULT.withSmallRows(0);

  /** Tables below a folder, for one graph or several. */
  static Tables tables(Path folder) {
    return tables(folder, TableOptions.DEFAULT);
  }

  static Tables tables(Path folder, TableOptions options) {
    return LanceTables.open(new FileObjectStore(folder, InstantSource.system()), Map.of(), options);
  }

  /**
   * @param suffix of the tables' folders, different for each graph
   * @param random decides the tables' lives
   */
  LanceGraph(Tables tables, MemoryGraph graph, String suffix, Random random) {
    this.tables = tables;
    this.graph = graph;
    this.suffix = suffix;
    this.random = random;
  }

  View view() {
    return graph.view((type, rows) -> tables.open(pin(type)));
  }

  /** Nodes are there before the edges between them. */
  private Pin pin(EntityType type) {
    if (type instanceof EdgeType edge) {
      pin(graph.catalog().node(edge.source()).orElseThrow());
      pin(graph.catalog().node(edge.target()).orElseThrow());
    }
    Pin pin = pins.get(type.tableId());
    if (pin == null) {
      pin = write(type, graph.rows(type));
      pins.put(type.tableId(), pin);
    }
    return pin;
  }

  private Pin write(EntityType type, List<Map<String, Object>> rows) {
    Pin pin = tables.create(new TableId(type.tableId() + suffix), ArrowSchemas.of(type));
    int first = random.nextInt(rows.size() + 1);
    int second = first + random.nextInt(rows.size() - first + 1);
    boolean deletes = random.nextBoolean();
    boolean updates = random.nextBoolean();
    List<Map<String, Object>> start = new ArrayList<>(rows.subList(0, first));
    if (deletes) {
      start.addAll(gone(type, rows));
    }
    if (updates) {
      rows.subList(first, second).forEach(row -> start.add(emptied(type, row)));
    }
    pin = append(pin, start);
    pin = random.nextBoolean() ? upkeep(pin, type) : pin;
    if (deletes) {
      pin = delete(pin, id -> id.startsWith("gone-"));
    }
    pin = random.nextInt(4) == 0 ? upkeep(pin, type) : pin;
    Set<Object> replaced =
        rows.subList(first, second).stream().map(row -> row.get("id")).collect(Collectors.toSet());
    if (updates) {
      pin = delete(pin, replaced::contains);
    }
    pin = append(pin, rows.subList(first, second));
    pin = random.nextInt(3) == 0 ? upkeep(pin, type) : pin;
    return append(pin, rows.subList(second, rows.size()));
  }

  /** Rows like those of the graph, under ids of their own. */
  private static List<Map<String, Object>> gone(EntityType type, List<Map<String, Object>> rows) {
    List<Map<String, Object>> gone = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      Map<String, Object> copy = new HashMap<>(row);
      copy.put("id", "gone-" + gone.size() + type.name());
      gone.add(copy);
    }
    return gone;
  }

  /** The row as it was before it was updated: other values, the same identity. */
  private static Map<String, Object> emptied(EntityType type, Map<String, Object> row) {
    Map<String, Object> before = new HashMap<>(row);
    List<String> keys = type.key().map(Constraint.Key::members).orElse(List.of());
    type.properties().stream()
        .map(Property::name)
        .filter(name -> !keys.contains(name))
        .forEach(name -> before.put(name, null));
    return before;
  }

  private Pin delete(Pin pin, Predicate<String> ids) {
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("operation"))) {
      boolean any = false;
      try (BatchStream rows = table.scan(ScanRequest.of(List.of("id")).addressed())) {
        while (rows.next()) {
          VarCharVector id = (VarCharVector) rows.batch().getVector("id");
          UInt8Vector address = (UInt8Vector) rows.batch().getVector("_rowaddr");
          for (int row = 0; row < rows.batch().getRowCount(); row++) {
            if (ids.test(id.getObject(row).toString())) {
              staging.delete(address.get(row));
              any = true;
            }
          }
        }
      }
      return any ? table.commit(staging.finish()).orElseThrow() : pin;
    }
  }

  /** Compaction, and every index that the type may have. */
  private Pin upkeep(Pin pin, EntityType type) {
    UpkeepPolicy policy = random.nextBoolean() ? EAGER : UpkeepPolicy.DEFAULT;
    try (WritableTable table = tables.open(pin)) {
      UpkeepPlan plan =
          table.planUpkeep(policy, IndexSpec.of(type), LookupSpec.of(type, graph.catalog(), pins));
      return plan.isEmpty() || pin.rows() == 0
          ? pin
          : table
              .commit(table.stageUpkeep(plan, policy, new OperationId("operation")))
              .orElseThrow();
    }
  }

  private Pin append(Pin pin, List<Map<String, Object>> rows) {
    if (rows.isEmpty()) {
      return pin;
    }
    BufferAllocator allocator = tables.allocator();
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("operation"));
        VectorSchemaRoot root = VectorSchemaRoot.create(table.schema(), allocator)) {
      root.allocateNew();
      for (FieldVector vector : root.getFieldVectors()) {
        for (int row = 0; row < rows.size(); row++) {
          ArrowValues.set(vector, row, rows.get(row).get(vector.getName()));
        }
      }
      root.setRowCount(rows.size());
      staging.append(root);
      return table.commit(staging.finish()).orElseThrow();
    }
  }
}
