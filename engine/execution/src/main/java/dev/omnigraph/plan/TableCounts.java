package dev.omnigraph.plan;

import java.util.Map;

/**
 * What is known of a table without reading it.
 *
 * @param values by column, how many different values it has, about; of columns that were counted
 */
public record TableCounts(long rows, Map<String, Long> values) {
  /** Of a table that there is not. */
  public static final TableCounts NONE = new TableCounts(0, Map.of());
}
