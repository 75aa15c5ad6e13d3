package dev.omnigraph.jsonl;

import dev.omnigraph.row.RowLayout;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import org.jspecify.annotations.Nullable;

/** What the lines of one type hold. */
final class LineShape {
  final byte[] name;
  final boolean isEdge;
  final RowLayout layout;
  final MemberNames columns;

  final Constraint.@Nullable Key key;

  /** Of an edge's ends, where these are not as they are given; null otherwise. */
  final Constraint.@Nullable Key source;

  final Constraint.@Nullable Key target;

  /** By column, the line that gave it last. */
  final long[] given;

  LineShape(EntityType type, Catalog catalog) {
    name = PlainJson.utf8(type.name());
    isEdge = type instanceof EdgeType;
    layout = new RowLayout(type);
    columns = new MemberNames(layout.columns());
    key = type.key().orElse(null);
    EdgeType edge = type instanceof EdgeType e ? e : null;
    source = edge == null ? null : computed(catalog, edge.source());
    target = edge == null ? null : computed(catalog, edge.target());
    given = new long[layout.width()];
  }

  private static Constraint.@Nullable Key computed(Catalog catalog, String node) {
    return catalog
        .node(node)
        .flatMap(EntityType::key)
        .filter(Constraint.Key::isComputed)
        .orElse(null);
  }
}
