package dev.omnigraph;

import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.exec.PreparedQuery;
import dev.omnigraph.exec.QueryRunner;
import dev.omnigraph.exec.ResultSet;
import dev.omnigraph.exec.memory.MemoryBudget;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The reading half of the front door. */
final class GraphReads {
  /** So many tables are opened before it is known which ones a query needs: a round trip less. */
  private static final int SPECULATIVE_TABLES = 8;

  private final Repository repository;
  private final QueryRunner runner;
  private final Environment environment;
  private final Supplier<IoStats> io;

  GraphReads(
      Repository repository,
      Tables tables,
      Environment environment,
      Supplier<IoStats> io,
      MemoryBudget budget) {
    this.repository = repository;
    this.environment = environment;
    this.io = io;
    this.runner =
        new QueryRunner(
            tables.allocator(), tables::io, environment.executor(), budget, EdgeAccess.AUTO);
  }

  QueryAnswer query(QueryRequest request) {
    return query(request, runner::run);
  }

  QueryAnswer query(QueryRequest request, RowSink sink) {
    return query(
        request,
        (query, view) -> {
          sink.columns(columns(query.columns(view)));
          return runner.run(query, view, sink::row);
        });
  }

  private QueryAnswer query(
      QueryRequest request, BiFunction<PreparedQuery, BranchView, ResultSet> run) {
    Instant startedAt = environment.clock().instant();
    long started = System.nanoTime();
    IoStats before = io.get();
    PreparedQuery query =
        new PreparedQuery(request.source(), request.file(), request.name(), request.arguments());
    // The query is checked as soon as the schema is here, while the head is still being proven, so
    // that its tables open in the same round trips.
    try (BranchView view = repository.openRead(request.at(), query::types, SPECULATIVE_TABLES)) {
      ResultSet result = run.apply(query, view);
      return answer(
          result,
          query.name(view),
          view,
          startedAt,
          Duration.ofNanos(System.nanoTime() - started),
          io.get().minus(before));
    }
  }

  private static QueryAnswer answer(
      ResultSet result,
      String query,
      BranchView view,
      Instant startedAt,
      Duration elapsed,
      IoStats io) {
    return new QueryAnswer(
        query,
        view.logicalCommitId(),
        columns(result.columns()),
        result.rows(),
        new QueryAnswer.Profile(
            startedAt,
            elapsed,
            io,
            result.sequential(),
            result.logical(),
            result.steps().stream()
                .map(
                    step ->
                        new QueryAnswer.Step(
                            step.operator(),
                            step.access(),
                            step.depth(),
                            step.expected(),
                            step.rows(),
                            step.sequential(),
                            step.io(),
                            step.elapsed()))
                .toList()));
  }

  private static List<QueryAnswer.Column> columns(List<ResultSet.Column> columns) {
    return columns.stream()
        .map(column -> new QueryAnswer.Column(column.name(), column.type()))
        .toList();
  }
}
