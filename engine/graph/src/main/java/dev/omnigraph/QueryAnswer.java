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
   * @param sequential requests that the steps waited for one after the other from cold, at most;
   *     what ran side by side counts once
   * @param logical what the query means, as text for people
   * @param steps in the order in which they started, those inside another right after it
   */
  public record Profile(
      Instant startedAt,
      Duration elapsed,
      IoStats io,
      int sequential,
      String logical,
      List<Step> steps) {}

  /**
   * One step of the plan.
   *
   * @param access how the rows were reached: {@code index src}, {@code scan}, {@code adjacency} …
   * @param depth in how many other steps it is; those count its costs again
   * @param expected rows by the plan's estimate; negative where it has none
   * @param rows that the step produced
   * @param sequential requests that it waits for one after the other from cold, at most
   */
  public record Step(
      String operator,
      String access,
      int depth,
      long expected,
      long rows,
      int sequential,
      IoStats io,
      Duration elapsed) {}
}
