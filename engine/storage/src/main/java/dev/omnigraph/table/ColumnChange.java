package dev.omnigraph.table;

import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Other columns for the rows that are there. A name that a column has is not given to another one
 * in the same change: the table library compares old and new columns by name.
 *
 * @param columns all of them, in their order; what is new is nullable
 * @param origins the present names of the columns that stay, by their new names; the others are new
 *     and null in every row
 * @param rewrite whether the rows are written anew, so that no file of the new version holds what
 *     went; otherwise no row is read or written, however many there are
 */
public record ColumnChange(Schema columns, Map<String, String> origins, boolean rewrite) {
  public ColumnChange {
    origins = Map.copyOf(origins);
  }

  /** The columns that stay, under their present names, in the new order. */
  public List<String> kept() {
    return columns.getFields().stream()
        .map(Field::getName)
        .filter(origins::containsKey)
        .map(origins::get)
        .toList();
  }
}
