package dev.omnigraph.exec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table.
 *
 * @param address what {@code Staging.delete} takes, for the version of the table that was scanned
 * @param values in the Java form of {@code query.Expr.Literal}, by column, in the table's order
 */
public record StoredRow(long address, Map<String, @Nullable Object> values) {}
