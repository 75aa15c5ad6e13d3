package dev.omnigraph.table;

import dev.omnigraph.derived.LiveFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.lance.schema.LanceField;

/** What search segments have to know of a version of a table. */
final class LanceSearch {
  private LanceSearch() {}

  /** The number by which data files name a column; empty when there is no such column. */
  static OptionalInt field(LanceTable table, String column) {
    return table.fields().stream()
        .filter(field -> field.getName().equals(column))
        .mapToInt(LanceField::getId)
        .findFirst();
  }

  /**
   * The fragments of a version, in its order, each with the file that has the column. One without
   * such a file is left out: all of its values are null.
   */
  static List<LiveFile> files(LanceTable table, int field) {
    return LanceLookups.fragments(table)
        .map(fragment -> fragment.live(table.pin().path(), field))
        .flatMap(Optional::stream)
        .toList();
  }
}
