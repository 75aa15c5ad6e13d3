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
  final byte[][] columns;

  /** The members of the key in its order; none without one. */
  final List<String> key;

  /** By column, the line that gave it last. */
  final long[] given;

  /** Where the search for a name begins: lines of a type mostly have one order. */
  int next;

  LineShape(EntityType type) {
    name = PlainJson.utf8(type.name());
    isEdge = type instanceof EdgeType;
    layout = new RowLayout(type);
    columns = layout.columns().stream().map(PlainJson::utf8).toArray(byte[][]::new);
    key = type.key().map(Constraint.Key::members).orElse(List.of());
    given = new long[columns.length];
  }

  /** The column that the text taken last names, or -1. */
  int column(PlainJson json) {
    for (int i = 0; i < columns.length; i++) {
      int column = next;
      next = next + 1 == columns.length ? 0 : next + 1;
      if (json.isText(columns[column])) {
        return column;
      }
    }
    return -1;
  }
}
