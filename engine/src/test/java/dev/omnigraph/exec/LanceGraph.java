package dev.omnigraph.exec;

import dev.omnigraph.commit.View;
import dev.omnigraph.manifest.Pin;
import dev.omnigraph.schema.ArrowSchemas;
import dev.omnigraph.schema.ArrowValues;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.LanceTables;
import dev.omnigraph.table.Staging;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.table.Tables;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.NullUnmarked;

/** The data of a {@link MemoryGraph} in Lance tables, each written as two fragments. */
@NullUnmarked
final class LanceGraph {
  private final Tables tables;
  private final MemoryGraph graph;
  private final String prefix;
  private final Map<String, Pin> pins = new HashMap<>();

  /** Tables below a folder, for one graph or several. */
  static Tables tables(Path folder) {
    return LanceTables.open(folder.toUri(), Map.of(), TableOptions.DEFAULT);
  }

  /**
   * @param prefix of the tables' folders, different for each graph
   */
  LanceGraph(Tables tables, MemoryGraph graph, String prefix) {
    this.tables = tables;
    this.graph = graph;
    this.prefix = prefix;
  }

  View view() {
    return graph.view(
        (type, rows) -> tables.open(pins.computeIfAbsent(type.tableId(), t -> write(type, rows))));
  }

  private Pin write(EntityType type, List<Map<String, Object>> rows) {
    Pin empty = tables.create(prefix + type.tableId(), ArrowSchemas.of(type));
    int half = rows.size() / 2;
    return append(append(empty, rows.subList(0, half)), rows.subList(half, rows.size()));
  }

  private Pin append(Pin pin, List<Map<String, Object>> rows) {
    if (rows.isEmpty()) {
      return pin;
    }
    BufferAllocator allocator = tables.allocator();
    try (Table table = tables.open(pin);
        Staging staging = table.stage("operation");
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
