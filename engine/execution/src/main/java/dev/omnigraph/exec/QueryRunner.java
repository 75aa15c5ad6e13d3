package dev.omnigraph.exec;

import dev.omnigraph.plan.Arguments;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.plan.Explain;
import dev.omnigraph.plan.Plan;
import dev.omnigraph.plan.Planner;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.table.Pin;
import dev.omnigraph.view.View;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Answers typed queries from views. Thread-safe; every query has memory of its own. */
public final class QueryRunner {
  private final BufferAllocator allocator;
  private final Supplier<IoStats> io;
  private final Executor executor;
  private final MemoryBudget budget;
  private final EdgeAccess access;

  /**
   * @param allocator parent of each query's own
   * @param io everything that tables have read so far, for the steps' reports
   * @param executor for scans that do not depend on each other
   * @param budget of all queries of the process
   * @param access how traversals find edges; the answers do not depend on it
   */
  public QueryRunner(
      BufferAllocator allocator,
      Supplier<IoStats> io,
      Executor executor,
      MemoryBudget budget,
      EdgeAccess access) {
    this.allocator = allocator;
    this.io = io;
    this.executor = executor;
    this.budget = budget;
    this.access = access;
  }

  /**
   * Runs a query; the answer is the same whatever plan is chosen.
   *
   * @param arguments checked against the query's parameters, in the Java form of {@code
   *     query.Expr.Literal}
   * @throws dev.omnigraph.error.GraphException {@code index_required} for search functions, {@code
   *     invalid_limit}, {@code query_memory_exceeded}, {@code too_many_rows}, {@code
   *     too_many_queries} when others used the memory for too long
   */
  public ResultSet run(
      TypedQuery.Read query, Map<String, ? extends @Nullable Object> arguments, View view) {
    try (MemoryBudget.Reservation reservation = budget.reserve()) {
      AnswerBuffer buffer = new AnswerBuffer(reservation);
      return run(query, arguments, view, reservation, buffer::add).with(buffer.rows());
    }
  }

  /**
   * The same, giving the rows away one by one, in order. The whole of the answer is never in memory
   * as rows; what it is made of counts against the query's memory.
   *
   * @param sink called on this thread, while the query runs; what it throws ends the query
   * @return an answer without its rows
   */
  public ResultSet run(
      TypedQuery.Read query,
      Map<String, ? extends @Nullable Object> arguments,
      View view,
      Consumer<List<@Nullable Object>> sink) {
    try (MemoryBudget.Reservation reservation = budget.reserve()) {
      return run(query, arguments, view, reservation, sink);
    }
  }

  private ResultSet run(
      TypedQuery.Read query,
      Map<String, ? extends @Nullable Object> arguments,
      View view,
      MemoryBudget.Reservation reservation,
      Consumer<List<@Nullable Object>> sink) {
    long startedAt = System.nanoTime();
    IoStats before = io.get();
    Arguments bound = new Arguments(arguments, view.now());
    long limit = Finish.limit(query, bound);
    Plan plan = plan(query, view);
    Profiler profiler = new Profiler(io, System::nanoTime);
    try (QueryMemory memory = new QueryMemory(allocator, reservation)) {
      long count = 0;
      if (limit > 0) {
        view.prefetch(plan.types());
        Execution execution = new Execution(view, memory, bound, access, limit, executor, profiler);
        count = memory.guard(() -> answer(plan, limit, execution, profiler, sink));
      }
      return new ResultSet(
          query.columns().stream()
              .map(column -> new ResultSet.Column(column.name(), column.value().type()))
              .toList(),
          List.of(),
          count,
          Explain.logical(query),
          profiler.steps(),
          profiler.sequential(),
          io.get().minus(before),
          Duration.ofNanos(System.nanoTime() - startedAt),
          memory.peakBytes());
    }
  }

  private long answer(
      Plan plan,
      long limit,
      Execution execution,
      Profiler profiler,
      Consumer<List<@Nullable Object>> sink) {
    Pipeline pipeline = new Pipeline(execution, profiler, executor);
    execution.readahead().begin(plan);
    Relation unit = Relation.unit(execution.memory(), plan.slots());
    Relation bound = pipeline.run(unit, plan.steps(), 0);
    return new Finish(execution, profiler, pipeline, plan).run(bound, limit, sink);
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
