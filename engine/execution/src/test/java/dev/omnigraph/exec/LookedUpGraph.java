package dev.omnigraph.exec;

import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.NullUnmarked;

/**
 * Tables of a {@link MemoryGraph} with look-up objects in any state: whole, or of some fragments;
 * with rows that are no more; made when there were other nodes, so that ranks of one object are not
 * those of another; damaged; or none.
 */
@NullUnmarked
final class LookedUpGraph {
  private static final int PARTS = 3;

  private final BufferAllocator allocator;
  private final MemoryGraph graph;
  private final Random random;

  LookedUpGraph(BufferAllocator allocator, MemoryGraph graph, Random random) {
    this.allocator = allocator;
    this.graph = graph;
    this.random = random;
  }

  View view() {
    return graph.view(
        (type, rows) -> {
          MemoryTable table = new MemoryTable(allocator, type, rows).of(PARTS);
          return random.nextInt(6) == 0 ? table : table.with(lookups(table, type, rows));
        });
  }

  private Map<LookupColumn, MemoryLookup> lookups(
      MemoryTable table, EntityType type, List<Map<String, Object>> rows) {
    Set<Integer> uncovered =
        random.nextBoolean()
            ? Set.of()
            : IntStream.range(0, PARTS)
                .filter(part -> random.nextInt(3) == 0)
                .boxed()
                .collect(Collectors.toSet());
    List<MemoryLookup.Row> known = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (!uncovered.contains(table.fragment(i))) {
        known.add(new MemoryLookup.Row(i, rows.get(i)));
      } else if (random.nextBoolean()) {
        known.add(new MemoryLookup.Row(-1, before(type, rows.get(i))));
      }
    }
    List<String> columns = covered(type);
    Schema schema = ArrowSchemas.of(type);
    return switch (type) {
      case NodeType node -> {
        List<String> ids = new ArrayList<>(ids(known));
        // A node that is known has a rank; others may have been there.
        ids.addAll(gone(node.name()));
        yield Map.of(
            LookupColumn.ID,
            damaged(
                new MemoryLookup(LookupColumn.ID, schema, columns, ids, null, uncovered, known)));
      }
      case EdgeType edge -> {
        List<String> sources = ends(edge.source());
        List<String> targets = edge.source().equals(edge.target()) ? sources : ends(edge.target());
        yield Map.of(
            LookupColumn.SRC,
            damaged(
                new MemoryLookup(
                    LookupColumn.SRC, schema, columns, sources, targets, uncovered, known)),
            LookupColumn.DST,
            damaged(
                new MemoryLookup(
                    LookupColumn.DST, schema, columns, targets, sources, uncovered, known)));
      }
    };
  }

  private MemoryLookup damaged(MemoryLookup lookup) {
    return random.nextInt(20) == 0 ? lookup.damaged() : lookup;
  }

  private static List<String> ids(List<MemoryLookup.Row> rows) {
    return rows.stream().map(row -> (String) row.values().get(ArrowSchemas.ID)).toList();
  }

  /** All nodes of a type, with or without some that are gone. */
  private List<String> ends(String nodeType) {
    List<String> ids = new ArrayList<>(gone(nodeType));
    graph
        .rows(graph.catalog().node(nodeType).orElseThrow())
        .forEach(row -> ids.add((String) row.get(ArrowSchemas.ID)));
    return ids;
  }

  private List<String> gone(String nodeType) {
    return random.nextInt(3) == 0 ? List.of("", "0-gone-" + nodeType) : List.of();
  }

  /** Scalars, some of them. */
  private List<String> covered(EntityType type) {
    return type.properties().stream()
        .filter(
            property ->
                property.type() instanceof PropertyType.Scalar
                    || property.type() instanceof PropertyType.Enumeration)
        .map(Property::name)
        .filter(name -> random.nextInt(4) > 0)
        .toList();
  }

  /** The row as it was before it was updated. */
  private static Map<String, Object> before(EntityType type, Map<String, Object> row) {
    Map<String, Object> before = new HashMap<>(row);
    List<String> keys = type.key().map(Constraint.Key::members).orElse(List.of());
    type.properties().stream()
        .map(Property::name)
        .filter(name -> !keys.contains(name))
        .forEach(name -> before.put(name, null));
    return before;
  }
}
