package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitOutcome.Published;
import dev.omnigraph.commit.CommitOutcome.Replayed;
import dev.omnigraph.commit.CommitOutcome.Unchanged;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.CommitReport.Changes;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.ExpectedVersionMismatch;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.SchemaChange;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.CommitIds;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ManifestState.UsedKey;
import dev.omnigraph.manifest.NextRecord;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.log.OpenTables;
import dev.omnigraph.protocol.log.StateView;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.write.Arming.Armed;
import dev.omnigraph.protocol.write.Publisher.Result;
import dev.omnigraph.protocol.write.RaceRules.Footprint;
import dev.omnigraph.protocol.write.RaceRules.Verdict;
import dev.omnigraph.protocol.write.Stager.Staged;
import dev.omnigraph.table.Pin;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One write from capture to finish, under one operation id. When recovery took the operation over,
 * the run ends without an outcome, and another starts under a new id.
 */
public final class CommitRun<A> {
  private final Phases phases;
  private final CommitRequest request;
  private final Operation<A> operation;
  private final OpenTables tables;
  private final Contention contention;
  private final Trace trace;
  private final Instant now;
  private final String operationId;

  private Head head;
  private @Nullable Proposal<A> proposal;
  private int attempt;

  /** False once the sidecar is, or may be, recovery's: then only recovery deletes it. */
  private boolean armedByUs = true;

  private long keysSpilled;

  CommitRun(
      Phases phases,
      CommitRequest request,
      Operation<A> operation,
      OpenTables tables,
      Contention contention,
      Trace trace,
      Head head) {
    this.phases = phases;
    this.request = request;
    this.operation = operation;
    this.tables = tables;
    this.contention = contention;
    this.trace = trace;
    this.head = head;
    this.now = phases.environment().now();
    this.operationId = phases.environment().ulids().get();
  }

  /** The newest state that the run has seen. */
  Head head() {
    return head;
  }

  /** Empty when the operation id must not be used any more. */
  Optional<CommitOutcome<A>> run() {
    trace.starting(operationId);
    Optional<UsedKey> used = phases.keys().find(head.state(), request.idempotencyKey());
    if (used.isPresent()) {
      return Optional.of(replayed(phases.log().pastRecord(head.branch(), used.get().seq())));
    }
    checkExpected();
    phases.environment().deadline().require();
    trace.arming();
    Sidecar sidecar = sidecar();
    try {
      Optional<Armed> armed = beside(() -> phases.arming().arm(sidecar), this::prepare);
      if (armed.isEmpty()) {
        return Optional.empty();
      }
      return hasEffect() ? publish(armed.get()) : Optional.of(unchanged(sidecar));
    } catch (OutcomeUnknown e) {
      // The sidecar stays: from it recovery finds out what the caller could not be told.
      throw e;
    } catch (RuntimeException e) {
      if (armedByUs) {
        phases.arming().disarm(sidecar);
      }
      throw e;
    } finally {
      dropProposal();
    }
  }

  /** Phases B and C, until the race is won or really lost. */
  private Optional<CommitOutcome<A>> publish(Armed firstArming) {
    Armed armed = firstArming;
    Staged staged = stageFirst();
    BranchLog.Advance rivals = contention.beforeTrying(head.state());
    while (true) {
      if (!rivals.records().isEmpty()) {
        Optional<ManifestRecord> delivered = otherDelivery(rivals);
        if (delivered.isPresent()) {
          phases.arming().disarm(armed.sidecar());
          return Optional.of(replayed(delivered.get()));
        }
        if (rivals.ended()) {
          throw Failures.branchDeleted(head.name());
        }
        Verdict verdict = judge(rivals, staged);
        head = head.at(rivals);
        checkExpected();
        Moved moved = move(armed, verdict, staged);
        if (moved.armed().isEmpty()) {
          return Optional.empty();
        }
        armed = moved.armed().get();
        if (moved.staged().isEmpty()) {
          return Optional.of(unchanged(armed.sidecar()));
        }
        staged = moved.staged().get();
      }
      ManifestRecord record = record(staged);
      // Before it is sent, so that no record that does not follow its state is ever published.
      ManifestState next = head.state().apply(record);
      phases.environment().deadline().require();
      trace.publishing(record.seq());
      Result result = phases.publisher().publish(head.name(), head.state(), record);
      if (result == Result.LOST) {
        contention.lost(head.name());
        rivals = rivals(record);
        if (startsWithOwn(rivals)) {
          result = Result.PUBLISHED;
        } else {
          trace.lostRace(record.seq());
        }
      }
      if (result == Result.PUBLISHED) {
        return Optional.of(published(armed.sidecar(), record, next));
      }
    }
  }

  /** What was published since the head that the record was to follow. */
  private BranchLog.Advance rivals(ManifestRecord record) {
    try {
      return contention.afterLosing(head.state());
    } catch (GraphException e) {
      // A failure must not be reported of a record that may be there.
      if (phases.publisher().verify(head.name(), record) == Result.PUBLISHED) {
        return new BranchLog.Advance(head.state().apply(record), List.of(record));
      }
      throw e;
    }
  }

  private boolean startsWithOwn(BranchLog.Advance rivals) {
    return !rivals.records().isEmpty()
        && rivals.records().getFirst().operationId().equals(operationId);
  }

  /**
   * What is to be published next, and under which arming.
   *
   * @param armed empty when recovery may have taken the operation over
   * @param staged empty when the operation has no effect any more
   */
  private record Moved(Optional<Armed> armed, Optional<Staged> staged) {}

  /**
   * Re-arms for the seq after the head, and makes what is staged fit it. Only what writes nothing
   * but versions, which name the operation themselves, is staged before the arming is acknowledged.
   */
  private Moved move(Armed armed, Verdict verdict, Staged staged) {
    long target = head.state().seq() + 1;
    Supplier<Optional<Armed>> rearm = () -> phases.arming().rearm(armed, target);
    return switch (verdict) {
      case PUBLISH_AS_IS -> new Moved(rearm.get(), Optional.of(staged));
      case PREPARE_AGAIN -> {
        Optional<Armed> rearmed = beside(rearm, this::prepare);
        yield new Moved(rearmed, rearmed.flatMap(a -> stageIfEffective()));
      }
      case REBASE -> {
        AtomicReference<Optional<Staged>> rebased = new AtomicReference<>(Optional.empty());
        Optional<Armed> rearmed;
        if (staged.isWhole()) {
          rearmed = beside(rearm, () -> rebased.set(phases.stager().rebase(staged, view())));
        } else {
          rearmed = rearm.get();
          rearmed.ifPresent(a -> rebased.set(phases.stager().rebase(staged, view())));
        }
        yield new Moved(rearmed, rebased.get().or(() -> rearmed.flatMap(a -> prepareAndStage())));
      }
    };
  }

  private Optional<Staged> prepareAndStage() {
    prepare();
    return stageIfEffective();
  }

  /** Works while a request about the sidecar is on its way; waits for both. */
  private Optional<Armed> beside(Supplier<Optional<Armed>> arming, Runnable work) {
    CompletableFuture<Optional<Armed>> request = phases.parallel().start(arming);
    try {
      work.run();
    } catch (RuntimeException e) {
      request.handle((armed, failure) -> armedByUs = failure != null || armed.isPresent()).join();
      throw e;
    }
    return Parallel.join(request);
  }

  private Staged stageFirst() {
    CompletableFuture<Long> spill =
        phases.parallel().start(() -> phases.keys().spill(head.state()));
    try {
      Staged staged = stage();
      keysSpilled = Parallel.join(spill);
      return staged;
    } catch (RuntimeException e) {
      Parallel.settle(spill);
      throw e;
    }
  }

  private Optional<Staged> stageIfEffective() {
    return hasEffect() ? Optional.of(stage()) : Optional.empty();
  }

  private Staged stage() {
    return phases.stager().stage(view(), proposed(), operationId, attempt++);
  }

  private void prepare() {
    dropProposal();
    proposal = operation.prepare(view());
  }

  private BranchView view() {
    ManifestState state = head.state();
    return new StateView(
        head.branch(), state, phases.catalogs().get(state.schema()), now, tables, false);
  }

  private boolean hasEffect() {
    return operation.kind() == CommitKind.BRANCH_DELETED
        || !proposed().writes().isEmpty()
        || proposed().schema().isPresent();
  }

  private Verdict judge(BranchLog.Advance rivals, Staged staged) {
    Set<String> writes = staged.changes().keySet();
    Footprint footprint = Footprint.of(head.state().schema(), writes, proposed());
    Verdict verdict = RaceRules.decide(footprint, rivals.records(), phases.log()::changes);
    if (verdict == Verdict.PREPARE_AGAIN && operation.failsWhenOvertaken()) {
      throwMismatch(footprint, head.state(), rivals.state());
    }
    return verdict;
  }

  private static void throwMismatch(
      Footprint footprint, ManifestState before, ManifestState after) {
    Set<String> tables = new HashSet<>(footprint.writes());
    tables.addAll(footprint.reads());
    for (String table : tables.stream().sorted().toList()) {
      Pin expected = before.pins().get(table);
      Pin actual = after.pins().get(table);
      if (expected != null && actual != null && !Objects.equals(expected, actual)) {
        throw new ExpectedVersionMismatch(table, expected, actual);
      }
    }
  }

  private void checkExpected() {
    String expected = request.options().expectedHead();
    String actual = head.state().logicalCommitId();
    if (expected != null && !expected.equals(actual) && !isUpkeepOfTheHead(expected)) {
      throw Failures.headMoved(head.name(), expected, actual);
    }
  }

  /**
   * Whether it is a commit of upkeep that came after the newest logical one. The history lists it
   * as the newest, and nothing that a caller could have decided on has changed since.
   */
  private boolean isUpkeepOfTheHead(String commitId) {
    ManifestState state = head.state();
    long logical = CommitIds.seq(state.logicalCommitId()).orElse(Long.MAX_VALUE);
    OptionalLong seq = CommitIds.seq(commitId);
    return seq.isPresent()
        && seq.getAsLong() > logical
        && seq.getAsLong() <= state.seq()
        && phases.log().pastRecord(head.branch(), seq.getAsLong()).commitId().equals(commitId);
  }

  private Optional<ManifestRecord> otherDelivery(BranchLog.Advance rivals) {
    IdempotencyKey key = request.idempotencyKey();
    if (key == null) {
      return Optional.empty();
    }
    for (ManifestRecord rival : rivals.records()) {
      IdempotencyKey theirs = rival.idempotencyKey();
      if (theirs != null && theirs.key().equals(key.key())) {
        IdempotencyKeys.checkPayload(key, theirs.payload(), rival.commitId());
        return Optional.of(rival);
      }
    }
    return Optional.empty();
  }

  private ManifestRecord record(Staged staged) {
    NextRecord next =
        head.state()
            .next(operation.kind(), operationId)
            .by(request.options().actor())
            .at(phases.environment().now())
            .keyed(request.idempotencyKey())
            .tables(staged.changes())
            .keysSpilled(keysSpilled);
    SchemaChange change = staged.schema();
    if (change != null) {
      next.schema(change.catalog().hash(), change.inRecord());
    }
    return next.record();
  }

  private Sidecar sidecar() {
    return Sidecar.of(operation.kind(), operationId)
        .by(request.options().actor())
        .on(head.name(), head.branchId())
        .lasting(request.duration())
        .since(now)
        .keyed(request.idempotencyKey())
        .adopting(operation.adopts())
        .armed(head.state().seq() + 1, phases.environment().ulids().get());
  }

  private CommitOutcome<A> published(Sidecar sidecar, ManifestRecord record, ManifestState state) {
    phases.finisher().finish(head, state, sidecar, contention.isLost());
    CommitReport report = trace.report(Changes.of(record));
    return new Published<>(proposed().answer(record.commitId(), report), record, report);
  }

  private CommitOutcome<A> unchanged(Sidecar sidecar) {
    phases.arming().disarm(sidecar);
    String commitId = head.state().logicalCommitId();
    CommitReport report = trace.report(Changes.NONE);
    return new Unchanged<>(proposed().answer(commitId, report), commitId, report);
  }

  private CommitOutcome<A> replayed(ManifestRecord earlier) {
    return new Replayed<>(operation.replayed(earlier), earlier, trace.report(Changes.NONE));
  }

  private Proposal<A> proposed() {
    return Objects.requireNonNull(proposal, "prepared");
  }

  private void dropProposal() {
    if (proposal != null) {
      proposal.close();
      proposal = null;
    }
  }
}
