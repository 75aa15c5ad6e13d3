package dev.omnigraph.exec;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Table;
import dev.omnigraph.view.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.NullUnmarked;

/** A graph of Java maps: the data of a test, and views of it. */
@NullUnmarked
public final class MemoryGraph {
  public static final Instant NOW = Instant.parse("2024-05-06T07:08:09.010Z");

  private final Catalog catalog;
  private final Map<TableId, List<Map<String, Object>>> rows = new HashMap<>();

  public MemoryGraph(List<NodeType> nodes, List<EdgeType> edges) {
    this(new Catalog(SchemaHash.NONE, "", List.of(), nodes, edges, Map.of()));
  }

  public MemoryGraph(Catalog catalog) {
    this.catalog = catalog;
  }

  public Catalog catalog() {
    return catalog;
  }

  /** Adds a node; values by property name, in turn. */
  public MemoryGraph node(NodeType type, String id, Object... values) {
    return add(type, row(type, values, "id", id));
  }

  /** The same, by type names. */
  public MemoryGraph node(String type, String id, Object... values) {
    return node(catalog.node(type).orElseThrow(), id, values);
  }

  public MemoryGraph edge(String type, String id, String src, String dst, Object... values) {
    return edge(catalog.edge(type).orElseThrow(), id, src, dst, values);
  }

  public MemoryGraph edge(EdgeType type, String id, String src, String dst, Object... values) {
    return add(type, row(type, values, "id", id, "src", src, "dst", dst));
  }

  public MemoryGraph add(EntityType type, Map<String, Object> row) {
    rows.computeIfAbsent(type.tableId(), t -> new ArrayList<>()).add(row);
    return this;
  }

  public List<Map<String, Object>> rows(EntityType type) {
    return rows.getOrDefault(type.tableId(), List.of());
  }

  /** A view whose tables are {@link MemoryTable}s. */
  View view(BufferAllocator allocator) {
    return view((type, data) -> new MemoryTable(allocator, type, data));
  }

  /** A view whose tables are made of the data on first use. */
  public View view(BiFunction<EntityType, List<Map<String, Object>>, Table> tables) {
    return new DataView(tables);
  }

  private static Map<String, Object> row(EntityType type, Object[] values, String... fixed) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < fixed.length; i += 2) {
      row.put(fixed[i], fixed[i + 1]);
    }
    for (int i = 0; i < values.length; i++) {
      row.put(type.properties().get(i).name(), values[i]);
    }
    return row;
  }

  private final class DataView implements View {
    private final BiFunction<EntityType, List<Map<String, Object>>, Table> make;
    private final Map<TableId, Table> tables = new HashMap<>();

    DataView(BiFunction<EntityType, List<Map<String, Object>>, Table> make) {
      this.make = make;
    }

    @Override
    public BranchName branch() {
      return BranchName.MAIN;
    }

    @Override
    public long seq() {
      return 1;
    }

    @Override
    public CommitId commitId() {
      return new CommitId("commit");
    }

    @Override
    public CommitId logicalCommitId() {
      return new CommitId("commit");
    }

    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public Catalog catalog() {
      return catalog;
    }

    @Override
    public SortedMap<TableId, Pin> pins() {
      SortedMap<TableId, Pin> pins = new TreeMap<>();
      for (EntityType type : catalog.entities()) {
        pins.put(
            type.tableId(),
            new Pin(
                type.tableId().toString(),
                1,
                "none",
                rows(type).size(),
                0,
                null,
                List.of(),
                new TreeMap<>()));
      }
      return pins;
    }

    @Override
    public synchronized Table table(EntityType type) {
      return tables.computeIfAbsent(type.tableId(), t -> make.apply(type, rows(type)));
    }

    @Override
    public void prefetch(Collection<? extends EntityType> types) {
      types.forEach(this::table);
    }

    @Override
    public void close() {
      tables.values().forEach(Table::close);
    }
  }
}
