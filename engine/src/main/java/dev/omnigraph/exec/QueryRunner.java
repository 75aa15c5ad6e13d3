package dev.omnigraph.exec;

import dev.omnigraph.commit.View;
import dev.omnigraph.manifest.Pin;
import dev.omnigraph.plan.Arguments;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.plan.Explain;
import dev.omnigraph.plan.Plan;
import dev.omnigraph.plan.Planner;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.IoStats;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Answers typed queries from views. Thread-safe; every query has memory of its own. */
public final class QueryRunner {
  private final BufferAllocator allocator;
  private final Supplier<IoStats> io;
  private final Executor executor;
  private final Options options;

  /**
   * What a query may use.
   *
   * @param memoryBytes kept between batches by one query, at most
   * @param access how traversals find edges; the answers do not depend on it
   */
  public record Options(long memoryBytes, EdgeAccess access) {
    public static final Options DEFAULT = new Options(512L << 20, EdgeAccess.AUTO);
  }

  /**
   * @param allocator parent of each query's own
   * @param io everything that tables have read so far, for the steps' reports
   * @param executor for scans that do not depend on each other
   */
  public QueryRunner(
      BufferAllocator allocator, Supplier<IoStats> io, Executor executor, Options options) {
    this.allocator = allocator;
    this.io = io;
    this.executor = executor;
    this.options = options;
  }

  /**
   * Runs a query; the answer is the same whatever plan is chosen.
   *
   * @param arguments checked against the query's parameters, in the Java form of {@code
   *     query.Expr.Literal}
   * @throws dev.omnigraph.error.GraphException {@code index_required} for search functions, {@code
   *     invalid_limit}, {@code query_memory_exceeded}
   */
  public ResultSet run(
      TypedQuery.Read query, Map<String, ? extends @Nullable Object> arguments, View view) {
    long startedAt = System.nanoTime();
    IoStats before = io.get();
    Arguments bound = new Arguments(arguments, view.now());
    long limit = Finish.limit(query, bound);
    Plan plan = plan(query, view);
    if (limit > 0) {
      view.prefetch(plan.types());
    }
    Profiler profiler = new Profiler(io, System::nanoTime);
    try (QueryMemory memory = new QueryMemory(allocator, options.memoryBytes())) {
      List<List<@Nullable Object>> rows =
          limit == 0
              ? List.of()
              : memory.guard(
                  () ->
                      rows(
                          plan,
                          limit,
                          new Execution(view, memory, bound, options.access()),
                          profiler));
      return new ResultSet(
          query.columns().stream()
              .map(column -> new ResultSet.Column(column.name(), column.value().type()))
              .toList(),
          rows,
          profiler.steps(),
          io.get().minus(before),
          Duration.ofNanos(System.nanoTime() - startedAt),
          memory.peakBytes());
    }
  }

  private List<List<@Nullable Object>> rows(
      Plan plan, long limit, Execution execution, Profiler profiler) {
    Pipeline pipeline = new Pipeline(execution, profiler, executor);
    Relation unit = Relation.unit(execution.memory(), plan.slots());
    Relation bound = pipeline.run(unit, plan.steps());
    return new Finish(execution, profiler, pipeline, plan).run(bound, limit);
  }

  /** The plan that {@link #run} would follow, as text for people; reads no table. */
  public String explain(TypedQuery.Read query, View view) {
    return Explain.text(plan(query, view));
  }

  /** The types whose tables the query reads, so that they can be opened early. */
  public static Set<EntityType> types(TypedQuery.Read query, Catalog catalog) {
    return Planner.plan(query, catalog, type -> 0).types();
  }

  private static Plan plan(TypedQuery.Read query, View view) {
    return Planner.plan(
        query,
        view.catalog(),
        type -> {
          Pin pin = view.pins().get(type.tableId());
          return pin == null ? 0 : pin.rows();
        });
  }
}
