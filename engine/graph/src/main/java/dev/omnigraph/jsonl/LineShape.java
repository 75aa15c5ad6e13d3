package dev.omnigraph.jsonl;

import dev.omnigraph.row.RowLayout;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import java.util.List;

/** What the lines of one type hold. */
final class LineShape {
  final byte[] name;
  final boolean isEdge;
  final RowLayout layout;
  final MemberNames columns;

  /** The members of the key in its order; none without one. */
  final List<String> key;

  /** By column, the line that gave it last. */
  final long[] given;

  LineShape(EntityType type) {
    name = PlainJson.utf8(type.name());
    isEdge = type instanceof EdgeType;
    layout = new RowLayout(type);
    columns = new MemberNames(layout.columns());
    key = type.key().map(Constraint.Key::members).orElse(List.of());
    given = new long[layout.width()];
  }
}
