package dev.omnigraph;

import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.evolve.ApplySchema;
import dev.omnigraph.jsonl.LoadJob;
import dev.omnigraph.jsonl.LoadLimits;
import dev.omnigraph.jsonl.LoadMode;
import dev.omnigraph.jsonl.LoadResult;
import dev.omnigraph.jsonl.Loader;
import dev.omnigraph.maintain.Optimize;
import dev.omnigraph.maintain.OptimizeResult;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.mutate.MutationOperation;
import dev.omnigraph.mutate.MutationResult;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.check.Repair;
import dev.omnigraph.protocol.reclaim.CleanupPolicy;
import dev.omnigraph.protocol.reclaim.CleanupResult;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.SchemaStep;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.table.Tables;
import dev.omnigraph.table.UpkeepPolicy;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The writing half of the front door. */
final class GraphWrites {
  private final Repository repository;
  private final Tables tables;
  private final IdSource ids;
  private final CallMeter meter;
  private final Duration writeTime;

  GraphWrites(
      Repository repository,
      Tables tables,
      Environment environment,
      CallMeter meter,
      Duration writeTime) {
    this.repository = repository;
    this.tables = tables;
    this.ids = environment.ulids()::get;
    this.meter = meter;
    this.writeTime = writeTime;
  }

  MutationAnswer mutate(MutationRequest request) {
    IoStats before = meter.total();
    MutationOperation operation =
        new MutationOperation(catalog -> Queries.write(request, catalog), ids, tables.allocator());
    CommitOutcome<MutationResult> outcome =
        repository.commit(
            commit(
                request.branch(),
                request.actor(),
                request.expectedHead(),
                Queries.idempotencyKey(request)),
            operation);
    IoStats io = meter.total().minus(before);
    return switch (outcome) {
      case CommitOutcome.Published<MutationResult> published ->
          answer(published.result(), outcome.commitId(), io);
      case CommitOutcome.Unchanged<MutationResult> unchanged ->
          answer(unchanged.result(), outcome.commitId(), io);
      case CommitOutcome.Replayed<MutationResult> replayed ->
          new MutationAnswer(
              request.name() == null ? "" : request.name(),
              Summaries.affected(replayed.record(), false),
              Summaries.affected(replayed.record(), true),
              outcome.commitId(),
              true,
              io);
    };
  }

  SchemaPlan plan(String source, String file, boolean allowDataLoss, Catalog inForce) {
    Catalog desired = SchemaCompiler.compile(source, file, Optional.of(inForce), ids);
    return SchemaPlan.of(inForce, desired, allowDataLoss);
  }

  SchemaAnswer applySchema(SchemaRequest request) {
    IoStats before = meter.total();
    CommitOutcome<SchemaPlan> outcome =
        repository.commit(
            commit(
                request.branch(),
                request.actor(),
                request.expectedHead(),
                Queries.idempotencyKey(request)),
            new ApplySchema(
                inForce -> {
                  SchemaPlan plan =
                      plan(request.source(), request.file(), request.allowDataLoss(), inForce);
                  if (!request.allowDrops()) {
                    plan.throwIfDropping();
                  }
                  return plan;
                }));
    List<SchemaStep> steps =
        switch (outcome) {
          case CommitOutcome.Published<SchemaPlan> published -> steps(published.result());
          case CommitOutcome.Unchanged<SchemaPlan> unchanged -> List.of();
          case CommitOutcome.Replayed<SchemaPlan> replayed -> List.of();
        };
    boolean replayed = outcome instanceof CommitOutcome.Replayed;
    return new SchemaAnswer(steps, outcome.commitId(), replayed, meter.total().minus(before));
  }

  private static List<SchemaStep> steps(SchemaPlan plan) {
    return plan.steps().stream().map(SchemaPlan.Planned::step).toList();
  }

  LoadAnswer load(LoadRequest request, InputStream lines, LongConsumer progress) {
    IoStats before = meter.total();
    String createFrom = request.createFrom();
    LoadResult result =
        createFrom == null
            ? load(request, mode(request), lines, progress)
            : new NewBranch(repository, request.branch(), createFrom, request.actor())
                .during(
                    () -> load(request, mode(request), lines, progress),
                    loaded -> !loaded.replayed() && loaded.nodes() + loaded.edges() == 0);
    return new LoadAnswer(
        result.commits(),
        result.rows(),
        result.keyless(),
        result.nodes(),
        result.edges(),
        result.replayed(),
        meter.total().minus(before));
  }

  private static LoadMode mode(LoadRequest request) {
    return switch (request.mode()) {
      case APPEND -> LoadMode.APPEND;
      case MERGE -> LoadMode.MERGE;
      case OVERWRITE -> LoadMode.OVERWRITE;
    };
  }

  private LoadResult load(
      LoadRequest request, LoadMode mode, InputStream lines, LongConsumer progress) {
    Loader loader = new Loader(repository::commit, LoadLimits.DEFAULT, ids, tables.allocator());
    return loader.load(
        new LoadJob(
            request.file(),
            mode,
            commit(request.branch(), request.actor(), request.expectedHead(), null),
            request.idempotencyKey()),
        lines,
        progress);
  }

  OptimizeReport optimize(String branch, String actor) {
    CommitOutcome<OptimizeResult> outcome =
        repository.commit(
            commit(branch, actor, null, null).sweepingAll(), Optimize.all(UpkeepPolicy.DEFAULT));
    SweepReport sweep = outcome.report().recovery();
    OptimizeResult result =
        switch (outcome) {
          case CommitOutcome.Published<OptimizeResult> published -> published.result();
          case CommitOutcome.Unchanged<OptimizeResult> unchanged -> unchanged.result();
          case CommitOutcome.Replayed<OptimizeResult> replayed ->
              throw new IllegalStateException("an optimize run has no idempotency key");
        };
    return new OptimizeReport(
        branch,
        result.commitId(),
        result.tables().stream().map(GraphWrites::report).toList(),
        new OptimizeReport.RecoveryReport(
            sweep.rolledForward().size(), sweep.rolledBack().size(), sweep.inFlight().size()));
  }

  CleanupReport cleanup(CleanupRequest request) {
    CleanupResult result =
        repository.cleanup(new CleanupPolicy(request.retention(), request.dryRun()));
    List<CleanupReport.TableReport> deleted = new ArrayList<>();
    result
        .tables()
        .forEach(
            (table, lost) ->
                deleted.add(new CleanupReport.TableReport(table, lost.objects(), lost.bytes())));
    return new CleanupReport(
        result.retainedSince(),
        request.dryRun(),
        deleted,
        result.changeSets().objects(),
        result.auditEntries().objects(),
        result.total().objects(),
        result.total().bytes());
  }

  RepairReport repair(boolean apply, boolean deep) {
    Repair.Result result = repository.repair(apply, deep);
    return new RepairReport(
        apply,
        result.objects(),
        result.commits(),
        result.versions(),
        result.findings().stream()
            .map(
                found ->
                    new RepairReport.Finding(
                        found.code().text(),
                        found.severity().name().toLowerCase(Locale.ROOT),
                        found.subject(),
                        found.message(),
                        found.repaired()))
            .toList());
  }

  private static OptimizeReport.TableReport report(OptimizeResult.TableResult table) {
    return new OptimizeReport.TableReport(
        table.type(),
        table.tableId(),
        table.fragmentsBefore(),
        table.fragmentsAfter(),
        table.rows(),
        table.indexesBuilt(),
        table.indexesNotBuilt());
  }

  private static MutationAnswer answer(MutationResult result, String commitId, IoStats io) {
    return new MutationAnswer(
        result.query(), result.affectedNodes(), result.affectedEdges(), commitId, false, io);
  }

  private CommitRequest commit(
      String branch,
      String actor,
      @Nullable String expectedHead,
      @Nullable IdempotencyKey idempotencyKey) {
    return CommitRequest.on(branch, actor)
        .expecting(expectedHead)
        .keyed(idempotencyKey)
        .lasting(writeTime);
  }
}
