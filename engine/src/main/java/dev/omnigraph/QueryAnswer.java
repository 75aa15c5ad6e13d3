package dev.omnigraph;

import dev.omnigraph.query.ValueType;
import dev.omnigraph.store.IoStats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a read query.
 *
 * @param commitId the logical commit it was read at
 * @param rows in order; values in the Java form of {@code query.Expr.Literal}, a whole entity as a
 *     map of {@code id}, endpoints and properties
 */
public record QueryAnswer(
    String query,
    String commitId,
    List<Column> columns,
    List<List<@Nullable Object>> rows,
    Profile profile) {

  /** A result column. */
  public record Column(String name, ValueType type) {}

  /**
   * What the answer cost.
   *
   * @param io all requests of the call, opening included
   */
  public record Profile(Instant startedAt, Duration elapsed, IoStats io, List<Step> steps) {}

  /**
   * One step of the plan.
   *
   * @param access how the rows were reached: {@code index src}, {@code scan}, {@code adjacency} …
   * @param rows that the step produced
   */
  public record Step(String operator, String access, long rows, IoStats io, Duration elapsed) {}
}
