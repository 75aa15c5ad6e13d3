package dev.omnigraph;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Repository;
import dev.omnigraph.exec.MemoryBudget;
import dev.omnigraph.exec.QueryRunner;
import dev.omnigraph.exec.ResultSet;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.lang.ArgumentBinder;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reading half of the front door. */
final class GraphReads {
  /** So many tables are opened before it is known which ones a query needs: a round trip less. */
  private static final int SPECULATIVE_TABLES = 8;

  private final Repository repository;
  private final QueryRunner runner;
  private final Environment environment;
  private final CallMeter meter;

  GraphReads(
      Repository repository,
      Tables tables,
      Environment environment,
      CallMeter meter,
      MemoryBudget budget) {
    this.repository = repository;
    this.environment = environment;
    this.meter = meter;
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
        (query, arguments, view) -> {
          sink.columns(
              query.columns().stream()
                  .map(column -> new QueryAnswer.Column(column.name(), column.value().type()))
                  .toList());
          return runner.run(query, arguments, view, sink::row);
        });
  }

  private interface Run {
    ResultSet on(TypedQuery.Read query, Map<String, @Nullable Object> arguments, BranchView view);
  }

  private QueryAnswer query(QueryRequest request, Run run) {
    Instant startedAt = environment.clock().instant();
    long started = System.nanoTime();
    IoStats before = meter.total();
    Compiled compiled = new Compiled(request);
    // The query is checked as soon as the schema is here, while the head is still being proven, so
    // that its tables open in the same round trips.
    try (BranchView view =
        repository.openRead(
            request.at().spec(),
            catalog -> QueryRunner.types(compiled.on(catalog), catalog),
            SPECULATIVE_TABLES)) {
      TypedQuery.Read query = compiled.on(view.catalog());
      Map<String, @Nullable Object> arguments =
          ArgumentBinder.bind(query.parameters(), request.arguments());
      ResultSet result = run.on(query, arguments, view);
      return answer(
          result,
          query,
          view,
          startedAt,
          Duration.ofNanos(System.nanoTime() - started),
          meter.total().minus(before));
    }
  }

  private static QueryAnswer answer(
      ResultSet result,
      TypedQuery.Read query,
      BranchView view,
      Instant startedAt,
      Duration elapsed,
      IoStats io) {
    return new QueryAnswer(
        query.name(),
        view.logicalCommitId(),
        result.columns().stream()
            .map(column -> new QueryAnswer.Column(column.name(), column.type()))
            .toList(),
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

  /** The request's query, compiled once per schema met while the branch is opened. */
  private static final class Compiled {
    private final QueryRequest request;
    private @Nullable Catalog catalog;
    private TypedQuery.@Nullable Read query;

    Compiled(QueryRequest request) {
      this.request = request;
    }

    synchronized TypedQuery.Read on(Catalog inForce) {
      TypedQuery.Read known = query;
      if (known != null && inForce.equals(catalog)) {
        return known;
      }
      TypedQuery.Read compiled = Queries.read(request, inForce);
      catalog = inForce;
      query = compiled;
      return compiled;
    }
  }
}
