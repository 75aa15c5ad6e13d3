package dev.omnigraph.exec;

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
 * @param steps in the order in which they ended
 * @param io of all steps
 * @param peakBytes the most memory that the query held between batches
 */
public record ResultSet(
    List<Column> columns,
    List<List<@Nullable Object>> rows,
    List<StepReport> steps,
    IoStats io,
    Duration elapsed,
    long peakBytes) {

  /** A result column. */
  public record Column(String name, ValueType type) {}
}
