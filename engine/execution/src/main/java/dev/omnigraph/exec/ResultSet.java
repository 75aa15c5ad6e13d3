package dev.omnigraph.exec;

import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.store.IoStats;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a read query.
 *
 * @param rows in order; values in the Java form of {@code query.Expr.Literal}, a whole entity as a
 *     map of {@code id}, endpoints and properties in the order of its type
 * @param rowCount of the answer, also when its rows were given away one by one
 * @param logical plan of the query, as text for people
 * @param steps in the order in which they started
 * @param sequential requests that the steps waited for one after the other from cold, at most
 * @param io of all steps
 * @param peakBytes the most memory that the query held between batches
 */
public record ResultSet(
    List<Column> columns,
    List<List<@Nullable Object>> rows,
    long rowCount,
    String logical,
    List<StepReport> steps,
    int sequential,
    IoStats io,
    Duration elapsed,
    long peakBytes) {

  ResultSet with(List<List<@Nullable Object>> kept) {
    return new ResultSet(
        columns, kept, rowCount, logical, steps, sequential, io, elapsed, peakBytes);
  }

  /** The columns of a query's answer. */
  static List<Column> columns(TypedQuery.Read query) {
    return query.columns().stream()
        .map(column -> new Column(column.name(), column.value().type()))
        .toList();
  }

  /** A result column. */
  public record Column(String name, ValueType type) {}
}
