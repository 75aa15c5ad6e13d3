package dev.omnigraph.jsonl;

import dev.omnigraph.parquet.ParquetReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of an input are that is a table: arrays with a value or null for each column.
 *
 * @param type of all rows, as the caller names it
 * @param columns names of the elements, as the input has them
 * @param typed the same with their types, where the input has them and the values are JSON; null
 *     where all are texts
 */
record Records(String type, List<String> columns, @Nullable List<ParquetReader.Column> typed) {
  Records {
    columns = List.copyOf(columns);
    typed = typed == null ? null : List.copyOf(typed);
  }

  /** Where a column is named: the line of the header, or 0 where it has none. */
  int header() {
    return typed == null ? 1 : 0;
  }
}
