package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Adopted;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitOutcome.Published;
import dev.omnigraph.commit.CommitOutcome.Replayed;
import dev.omnigraph.commit.CommitOutcome.Unchanged;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.CommitReport.Changes;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ManifestState.UsedKey;
import dev.omnigraph.manifest.NextRecord;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.protocol.history.KnownRuns;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.BranchLog.Advance;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.write.RaceRules.Footprint;
import dev.omnigraph.protocol.write.RaceRules.Verdict;
import dev.omnigraph.protocol.write.Stager.Staged;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One write under one operation id: arm, beside it open the branch; prepare; stage; publish; after
 * a lost race judge what the rivals did and publish at the next seq; finish. When recovery ended
 * the operation, or the range of its sidecar does, the run ends without an outcome, and another
 * starts under a new id.
 */
final class CommitRun<A> {
  private final CommitRequest request;
  private final Operation<A> operation;
  private final Environment environment;
  private final BranchLog log;
  private final IdempotencyKeys keys;
  private final KnownRuns runs;
  private final Function<Sidecar, Arming> arms;
  private final Function<Arming, Adoption> adoptions;
  private final Stager stager;
  private final Publisher publisher;
  private final Attempts attempts;
  private final Instant now;
  private final OperationId operationId;

  private Head head;
  private CompletableFuture<Optional<UsedKey>> used =
      CompletableFuture.completedFuture(Optional.empty());
  private @Nullable Arming armed;
  private Adoption adoption = Adoption.NONE;
  private @Nullable StagingAhead ahead;
  private @Nullable Proposal<A> proposal;
  private int stagings;
  private long keysSpilled;

  /**
   * @param head what is known of the branch, which may have moved on: its range starts there
   */
  CommitRun(
      CommitRequest request,
      Operation<A> operation,
      Head head,
      Environment environment,
      BranchLog log,
      IdempotencyKeys keys,
      KnownRuns runs,
      Function<Sidecar, Arming> arms,
      Function<Arming, Adoption> adoptions,
      Stager stager,
      Publisher publisher,
      Attempts attempts) {
    this.request = request;
    this.operation = operation;
    this.head = head;
    this.environment = environment;
    this.log = log;
    this.keys = keys;
    this.runs = runs;
    this.stager = stager;
    this.publisher = publisher;
    this.attempts = attempts;
    this.now = environment.now();
    this.operationId = new OperationId(environment.ulids().get());
    this.arms = arms;
    this.adoptions = adoptions;
  }

  OperationId operationId() {
    return operationId;
  }

  /** The newest state that the run has seen. */
  Head head() {
    return head;
  }

  /**
   * Starts phase A, unless it is known that the key was used, and does the work beside it: then the
   * operation never needs its sidecar.
   */
  <T> T armBeside(Supplier<T> work) {
    attempts.starting(operationId);
    used = keys.startFinding(head.state(), request.idempotencyKey());
    try {
      if (!isKnownToBeUsed()) {
        environment.deadline().require();
        attempts.arming();
        armed = arms.apply(sidecar());
      }
      return work.get();
    } catch (RuntimeException e) {
      Parallel.settle(used);
      disarm();
      throw e;
    }
  }

  private boolean isKnownToBeUsed() {
    IdempotencyKey key = request.idempotencyKey();
    return key != null && head.state().key(key.key()).isPresent();
  }

  /**
   * Does the rest.
   *
   * @param captured the newest state
   * @param since the records that led to it from the one that the run was made for
   * @return empty when the operation id must not be used any more
   */
  Optional<CommitOutcome<A>> run(Head captured, List<ManifestRecord> since) {
    head = captured;
    try {
      operation.admit(view());
      Optional<Supplier<ManifestRecord>> earlier = earlier(since);
      if (earlier.isPresent()) {
        return Optional.of(
            replayed(armed == null ? earlier.get().get() : armed.disarmBeside(earlier.get())));
      }
      if (arming().isEndedBy(since)) {
        // Its sidecar is recovery's now.
        arming().settle();
        return Optional.empty();
      }
      checkExpected();
      if (!arming().covers(head.state().seq() + 1)) {
        return startAgain();
      }
      adoption = adoptions.apply(arming());
      prepare();
      if (!arming().isAcknowledged()) {
        return Optional.empty();
      }
      adoption.require();
      return hasEffect() ? publish() : unchanged();
    } catch (OutcomeUnknown e) {
      // The sidecar stays: from it recovery finds out what the caller could not be told.
      throw e;
    } catch (RuntimeException e) {
      RuntimeException reason = adoption.reason(e);
      disarm();
      throw reason;
    } finally {
      dropProposal();
    }
  }

  /** How to read the commit that an earlier delivery made. */
  private Optional<Supplier<ManifestRecord>> earlier(List<ManifestRecord> since) {
    IdempotencyKey key = request.idempotencyKey();
    Optional<UsedKey> before = Parallel.join(used);
    before.ifPresent(u -> IdempotencyKeys.checkPayload(key, u.payload(), u.commitId()));
    return before
        .<Supplier<ManifestRecord>>map(u -> () -> log.pastRecord(head.branch(), u.seq()))
        .or(() -> IdempotencyKeys.delivered(key, since).map(record -> () -> record));
  }

  /** Phases B to D, once armed; the loop ends when the race is won or really lost. */
  private Optional<CommitOutcome<A>> publish() {
    Arming arming = arming();
    Staged staged = stageFirst();
    Advance rivals = attempts.beforeTrying(head.state());
    while (true) {
      if (!rivals.records().isEmpty()) {
        if (arming.isEndedBy(rivals.records())) {
          // Its sidecar is recovery's now.
          return Optional.empty();
        }
        Optional<ManifestRecord> delivered =
            IdempotencyKeys.delivered(request.idempotencyKey(), rivals.records());
        if (delivered.isPresent()) {
          disarm();
          return Optional.of(replayed(delivered.get()));
        }
        if (rivals.ended()) {
          throw Failures.branchDeleted(head.name());
        }
        Optional<Staged> moved = moveAfter(rivals, staged);
        if (moved.isEmpty()) {
          return unchanged();
        }
        staged = moved.get();
      }
      if (!isDeletion() && !staged.hasEffect() && proposed().merged().isEmpty()) {
        return unchanged();
      }
      ManifestRecord record = record(staged);
      if (!arming.covers(record.seq())) {
        return startAgain();
      }
      // As others will read it, and before it is sent: so no record is ever published that cannot
      // be read, or that does not follow its state.
      ManifestState next = head.state().apply(RecordCodec.reread(record));
      environment.deadline().require();
      Optional<Advance> lost = publisher.publish(head, record);
      if (lost.isEmpty()) {
        return Optional.of(published(record, next));
      }
      rivals = lost.get();
    }
  }

  /** Phase B. */
  private Staged stageFirst() {
    CompletableFuture<Long> spilling = keys.startSpilling(head.state());
    try {
      Staged staged = stage();
      keysSpilled = Parallel.join(spilling);
      return staged;
    } catch (RuntimeException e) {
      Parallel.settle(spilling);
      throw e;
    }
  }

  /** Makes what is staged fit the state after the rivals; empty when it has no effect any more. */
  private Optional<Staged> moveAfter(Advance rivals, Staged staged) {
    Verdict verdict = judge(rivals, staged);
    head = head.at(rivals);
    checkExpected();
    return switch (verdict) {
      case PUBLISH_AS_IS -> Optional.of(staged);
      case REBASE -> stager.rebase(staged, view()).or(this::prepareAndStage);
      case PREPARE_AGAIN -> prepareAndStage();
    };
  }

  private Verdict judge(Advance rivals, Staged staged) {
    Set<TableId> writes = staged.changes().keySet();
    Footprint footprint = Footprint.of(head.state(), writes, operation, proposed());
    Verdict verdict = RaceRules.decide(footprint, rivals.records(), log::changes);
    if (verdict == Verdict.PREPARE_AGAIN && operation.failsWhenOvertaken()) {
      RaceRules.requireNotOvertaken(footprint, head.state().pins(), rivals.state().pins());
    }
    return verdict;
  }

  private Optional<Staged> prepareAndStage() {
    prepare();
    return hasEffect() ? Optional.of(stage()) : Optional.empty();
  }

  private Staged stage() {
    return stager.stage(view(), proposed(), operationId, stagings++);
  }

  private void prepare() {
    dropProposal();
    BranchView view = view();
    ahead = stager.ahead(view, operationId, arming());
    proposal = operation.prepare(view, ahead);
  }

  private BranchView view() {
    return stager.view(head, now);
  }

  private boolean hasEffect() {
    return isDeletion() || proposed().hasEffect();
  }

  private boolean isDeletion() {
    return operation.kind() == CommitKind.BRANCH_DELETED;
  }

  private void checkExpected() {
    CommitId expected = request.options().expectedHead();
    CommitId actual = head.state().logicalCommitId();
    if (expected != null && !expected.equals(actual) && !isUpkeepOfTheHead(expected)) {
      throw Failures.headMoved(head.name(), expected, actual);
    }
  }

  /**
   * Whether it is a commit of upkeep that came after the newest logical one. The history lists it
   * as the newest, and nothing that a caller could have decided on has changed since.
   */
  private boolean isUpkeepOfTheHead(CommitId commitId) {
    long logical = head.state().logicalCommitId().seq().orElse(Long.MAX_VALUE);
    return commitId.seq().orElse(0) > logical && log.find(head, commitId).isPresent();
  }

  private Sidecar sidecar() {
    return Sidecar.of(operation.kind(), operationId)
        .by(request.options().actor())
        .on(head.name(), head.branchId())
        .lasting(environment.writeTime())
        .since(now)
        .keyed(request.idempotencyKey())
        .adopting(operation.adopts().stream().map(Adopted::point).toList())
        .armed(
            head.state().seq() + 1, operation.kind().isLong() ? Sidecar.LONG_RANGE : Sidecar.RANGE);
  }

  private ManifestRecord record(Staged staged) {
    NextRecord next = staged.addTo(head.state().next(operation.kind(), operationId));
    proposed()
        .merged()
        .ifPresent(merged -> runs.addTo(next, head.state(), merged.source(), merged.learned()));
    return next.by(request.options().actor())
        .at(environment.now())
        .keyed(request.idempotencyKey())
        .keysSpilled(keysSpilled)
        .record();
  }

  private CommitOutcome<A> published(ManifestRecord record, ManifestState next) {
    // Somebody knows of the operation until its last byte is decided.
    settleAhead();
    if (record.isTerminal()) {
      publisher.finishDeletion(head, arming());
    } else {
      publisher.finish(head, next, arming());
    }
    CommitReport report = attempts.report(Changes.of(record));
    return new Published<>(proposed().answer(record.commitId(), report), record, report);
  }

  /** Its range is used up: what is staged under its id is of no use to another. */
  private Optional<CommitOutcome<A>> startAgain() {
    disarm();
    return Optional.empty();
  }

  private Optional<CommitOutcome<A>> unchanged() {
    disarm();
    CommitId commitId = head.state().logicalCommitId();
    CommitReport report = attempts.report(Changes.NONE);
    return Optional.of(new Unchanged<>(proposed().answer(commitId, report), commitId, report));
  }

  private CommitOutcome<A> replayed(ManifestRecord earlier) {
    operation.beforeReplay(view(), earlier);
    return new Replayed<>(operation.replayed(earlier), earlier, attempts.report(Changes.NONE));
  }

  private Arming arming() {
    return Objects.requireNonNull(armed, "armed, since its key is new");
  }

  private void disarm() {
    settleAhead();
    if (armed != null) {
      armed.disarm();
    }
  }

  private Proposal<A> proposed() {
    return Objects.requireNonNull(proposal, "prepared");
  }

  private void settleAhead() {
    if (ahead != null) {
      ahead.settle();
    }
  }

  private void dropProposal() {
    settleAhead();
    if (proposal != null) {
      proposal.close();
      proposal = null;
    }
  }
}
