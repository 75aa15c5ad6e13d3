package dev.omnigraph.exec;

import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.embed.Embedder;
import dev.omnigraph.exec.memory.AnswerBuffer;
import dev.omnigraph.exec.memory.MemoryBudget;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.plan.Explain;
import dev.omnigraph.plan.Plan;
import dev.omnigraph.plan.Rankings;
import dev.omnigraph.plan.Step;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.view.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers typed queries from views. Thread-safe; every query has memory of its own. */
public final class QueryRunner {
  private static final Logger LOG = LoggerFactory.getLogger(QueryRunner.class);

  private final BufferAllocator allocator;
  private final Supplier<IoStats> io;
  private final Executor executor;
  private final MemoryBudget budget;
  private final EdgeAccess access;
  private final @Nullable Embedder embedder;

  /** One that has no model for texts which are to become vectors. */
  public QueryRunner(
      BufferAllocator allocator,
      Supplier<IoStats> io,
      Executor executor,
      MemoryBudget budget,
      EdgeAccess access) {
    this(allocator, io, executor, budget, access, null);
  }

  /**
   * @param allocator parent of each query's own
   * @param io everything that tables have read so far, for the steps' reports
   * @param executor for scans that do not depend on each other
   * @param budget of all queries of the process
   * @param access how traversals find edges; the answers do not depend on it
   * @param embedder makes vectors of texts that are searched for; null where none is configured
   */
  public QueryRunner(
      BufferAllocator allocator,
      Supplier<IoStats> io,
      Executor executor,
      MemoryBudget budget,
      EdgeAccess access,
      @Nullable Embedder embedder) {
    this.allocator = allocator;
    this.io = io;
    this.executor = executor;
    this.budget = budget;
    this.access = access;
    this.embedder = embedder;
  }

  /**
   * Runs a query; the answer is the same whatever plan is chosen.
   *
   * @throws dev.omnigraph.error.GraphException a mistake in the query or its arguments, {@code
   *     zero_vector}, {@code invalid_limit}, {@code query_memory_exceeded}, {@code
   *     query_time_exceeded}, {@code too_many_rows}, {@code too_many_queries} when others used the
   *     memory for too long
   */
  public QueryAnswer run(PreparedQuery query, View view) {
    Plan plan = query.plan(view);
    return run(plan, query.constants(plan.query(), view), view);
  }

  /**
   * The same, giving the rows away one by one, in order. The whole of the answer is never in memory
   * as rows; what it is made of counts against the query's memory.
   *
   * @param sink called on this thread, while the query runs; what it throws ends the query
   * @return an answer without its rows
   */
  public QueryAnswer run(PreparedQuery query, View view, RowSink sink) {
    Plan plan = query.plan(view);
    ConstantValues constants = query.constants(plan.query(), view);
    sink.state(view.logicalCommitId());
    sink.columns(QueryAnswer.columns(plan.query()));
    return run(plan, constants, view, sink::row);
  }

  /**
   * Runs a query that is part of a write, on the state that this is prepared on.
   *
   * @param arguments by parameter name, in the Java form of {@code query.Expr.Literal}
   * @param sink given each row, in order
   * @return the types whose tables decided what the rows are
   */
  public Set<EntityType> run(
      TypedQuery.Read query,
      Map<String, ? extends @Nullable Object> arguments,
      View view,
      Consumer<List<@Nullable Object>> sink) {
    Plan plan = PreparedQuery.plan(query, view);
    run(plan, new ConstantValues(arguments, view.now()), view, sink);
    return plan.types();
  }

  QueryAnswer run(Plan plan, Map<String, ? extends @Nullable Object> arguments, View view) {
    return run(plan, new ConstantValues(arguments, view.now()), view);
  }

  private QueryAnswer run(Plan plan, ConstantValues constants, View view) {
    try (MemoryBudget.Reservation reservation = budget.reserve()) {
      AnswerBuffer buffer = new AnswerBuffer(reservation);
      return run(plan, constants, view, reservation, buffer::add).with(buffer.rows());
    }
  }

  QueryAnswer run(
      Plan plan, ConstantValues constants, View view, Consumer<List<@Nullable Object>> sink) {
    try (MemoryBudget.Reservation reservation = budget.reserve()) {
      return run(plan, constants, view, reservation, sink);
    }
  }

  /** A look-up object that cannot be used shows before the first row leaves. */
  private QueryAnswer run(
      Plan plan,
      ConstantValues constants,
      View view,
      MemoryBudget.Reservation reservation,
      Consumer<List<@Nullable Object>> sink) {
    try {
      return run(plan, constants, view, reservation, true, sink);
    } catch (DerivedUnusable e) {
      LOG.warn("the query goes on without look-up objects: {}", e.getMessage());
      return run(plan, constants, view, reservation, false, sink);
    }
  }

  private QueryAnswer run(
      Plan plan,
      ConstantValues constants,
      View view,
      MemoryBudget.Reservation reservation,
      boolean looksUp,
      Consumer<List<@Nullable Object>> sink) {
    long startedAt = System.nanoTime();
    IoStats before = io.get();
    long limit = AnswerOperator.limit(plan.query(), constants);
    long offset = AnswerOperator.offset(plan.query(), constants);
    long end = limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
    Profiler profiler = new Profiler(io, System::nanoTime);
    Searches searches = new Searches(view, constants, embedder);
    Run run = new Run(plan, constants, offset, end, view, looksUp, searches, profiler, sink);
    long peak = 0;
    boolean whole = false;
    for (Attempt attempt : Attempt.of(plan, end)) {
      if (whole && attempt.plan() != plan) {
        continue;
      }
      try (QueryMemory memory = new QueryMemory(allocator, reservation)) {
        long count = limit > 0 ? memory.guard(() -> answer(run, attempt, memory)) : 0;
        peak = Math.max(peak, memory.peakBytes());
        if (count != AnswerOperator.UNFILLED) {
          return answered(run, count, before, startedAt, peak);
        }
        whole = attempt.best().isExhausted();
      }
    }
    throw new IllegalStateException("The query began with all nodes, and these were too few.");
  }

  /** One call of a query. */
  private record Run(
      Plan plan,
      ConstantValues constants,
      long offset,
      long end,
      View view,
      boolean looksUp,
      Searches searches,
      Profiler profiler,
      Consumer<List<@Nullable Object>> sink) {}

  /** A plan, and with how many nodes it begins if only with the best. */
  private record Attempt(Plan plan, BestRows best) {
    private static final int MORE = 16;

    /** Some of the best where these may do, then more of them, and in the end all. */
    static List<Attempt> of(Plan plan, long end) {
      List<Attempt> attempts = new ArrayList<>();
      Plan best = plan.best();
      if (best != null && end <= BestRows.MOST) {
        long first = isWhole(best) ? end : 2 * end + MORE;
        for (long most = first; most <= BestRows.MOST; most = MORE * (most + 1)) {
          if (most * share(best) >= end) {
            attempts.add(new Attempt(best, BestRows.of(most)));
          }
        }
      }
      attempts.add(new Attempt(plan, BestRows.all()));
      return attempts;
    }

    private static boolean isWhole(Plan best) {
      return best.steps().getFirst() instanceof Step.Scan scan
          && scan.best() != null
          && scan.best().isWhole();
    }

    /** How many rows a node that it begins with is expected to have. */
    private static double share(Plan best) {
      return best.steps().getFirst() instanceof Step.Scan scan && scan.best() != null
          ? scan.best().share()
          : 1;
    }
  }

  private QueryAnswer answered(Run run, long count, IoStats before, long startedAt, long peak) {
    QueryReport report =
        new QueryReport(
            Explain.logical(run.plan().query()),
            run.profiler().steps(),
            run.profiler().sequential(),
            io.get().minus(before),
            Duration.ofNanos(System.nanoTime() - startedAt),
            peak);
    return new QueryAnswer(
        run.plan().query().name(),
        run.view().logicalCommitId(),
        QueryAnswer.columns(run.plan().query()),
        List.of(),
        count,
        report);
  }

  private long answer(Run run, Attempt attempt, QueryMemory memory) {
    Plan plan = attempt.plan();
    run.view().prefetch(plan.types());
    Execution execution =
        new Execution(
            run.view(),
            memory,
            run.constants(),
            access,
            run.end(),
            plan.ordered(),
            run.looksUp(),
            run.searches(),
            attempt.best(),
            executor,
            run.profiler());
    Pipeline pipeline = new Pipeline(execution, run.profiler(), executor);
    execution.readahead().begin(plan);
    // What cannot be sought is told whatever rows there are.
    plan.searches().stream().filter(Rankings::isDistance).forEach(execution.searches()::target);
    Relation unit = Relation.unit(execution.memory(), plan.slots());
    Relation bound = pipeline.run(unit, plan.steps(), 0);
    return new AnswerOperator(execution, run.profiler(), pipeline, plan)
        .run(bound, run.offset(), run.end(), run.sink());
  }
}
