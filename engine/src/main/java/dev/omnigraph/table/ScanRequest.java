package dev.omnigraph.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to read of a table.
 *
 * @param columns in the order wanted; may be empty to count or to fetch addresses only
 * @param filter applied before the limit; null for all rows
 * @param limit rows at most; negative for all
 * @param withRowAddress adds the column {@code _rowaddr} (UInt8): what deletes are staged by
 */
public record ScanRequest(
    List<String> columns, @Nullable Predicate filter, long limit, boolean withRowAddress) {
  public ScanRequest {
    columns = List.copyOf(columns);
  }

  public static ScanRequest of(List<String> columns) {
    return new ScanRequest(columns, null, -1, false);
  }

  public ScanRequest where(@Nullable Predicate filter) {
    return new ScanRequest(columns, filter, limit, withRowAddress);
  }

  public ScanRequest limit(long limit) {
    return new ScanRequest(columns, filter, limit, withRowAddress);
  }

  public ScanRequest addressed() {
    return new ScanRequest(columns, filter, limit, true);
  }
}
