package dev.omnigraph.table;

import dev.omnigraph.id.TableId;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A look-up object that a table should have when it is not read whole. Answers never depend on it,
 * only their cost does.
 *
 * @param keys of edges, the table whose nodes have the ids in the column; null of nodes, whose
 *     table it is itself
 * @param targets of edges, the table of the nodes at the other end; null of nodes
 */
public record LookupSpec(LookupColumn by, @Nullable Pin keys, @Nullable Pin targets) {

  /**
   * The look-up objects of a type: of nodes by id, of edges by both ends.
   *
   * @param pins of one state, whose catalog it is
   */
  public static List<LookupSpec> of(EntityType type, Catalog catalog, Map<TableId, Pin> pins) {
    if (!(type instanceof EdgeType edge)) {
      return List.of(new LookupSpec(LookupColumn.ID, null, null));
    }
    Pin source = nodes(edge.source(), catalog, pins);
    Pin target = nodes(edge.target(), catalog, pins);
    return List.of(
        new LookupSpec(LookupColumn.SRC, source, target),
        new LookupSpec(LookupColumn.DST, target, source));
  }

  private static Pin nodes(String name, Catalog catalog, Map<TableId, Pin> pins) {
    return Objects.requireNonNull(pins.get(catalog.node(name).orElseThrow().tableId()));
  }
}
