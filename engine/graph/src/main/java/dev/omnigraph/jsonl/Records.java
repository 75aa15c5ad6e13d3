package dev.omnigraph.jsonl;

import java.util.List;

/**
 * What the lines of an input are that is a table: arrays of texts, or null for no value.
 *
 * @param type of all rows, as the caller names it
 * @param columns names of the elements, as the header has them
 */
record Records(String type, List<String> columns) {
  Records {
    columns = List.copyOf(columns);
  }
}
