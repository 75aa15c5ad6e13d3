package dev.omnigraph.table;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A version of a table, and what must be in it.
 *
 * @param twin the version that the library made of the same files, opened by its number
 * @param twinFile what the library wrote as that version
 * @param rows by id, each its values by column
 */
record TableState(
    Pin pin,
    Pin twin,
    VersionManifest twinFile,
    List<Field> columns,
    SortedMap<String, Map<String, Object>> rows) {
  TableState {
    columns = List.copyOf(columns);
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
  }

  static TableState of(
      LanceTables tables,
      Pin pin,
      Pin real,
      List<Field> columns,
      SortedMap<String, Map<String, Object>> rows) {
    return new TableState(pin, byNumber(real), file(tables, real), columns, rows);
  }

  List<String> names() {
    return columns.stream().map(Field::getName).toList();
  }

  /** What the library wrote as a version. */
  static VersionManifest file(LanceTables tables, Pin real) {
    String key = TableObject.versionKey(new TableVersion(real.path(), real.version()));
    return VersionManifest.ofFile(tables.objects().get(key).orElseThrow().body());
  }

  /** The base of a pin, for the library to read. */
  static Pin byNumber(Pin pin) {
    return new Pin(
        pin.path(),
        pin.version(),
        pin.transaction(),
        pin.rows(),
        pin.generation(),
        null,
        List.of(),
        new TreeMap<>());
  }
}
