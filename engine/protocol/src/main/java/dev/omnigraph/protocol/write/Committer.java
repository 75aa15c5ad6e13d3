package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.protocol.history.KnownRuns;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.Catalogs;
import dev.omnigraph.protocol.log.DerivedState;
import dev.omnigraph.protocol.log.Fence;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.log.OpenTables;
import dev.omnigraph.protocol.log.Opener;
import dev.omnigraph.protocol.log.StoredTexts;
import dev.omnigraph.protocol.log.TextReading;
import dev.omnigraph.protocol.object.ImmutableObjects;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.protocol.recover.Sweep;
import dev.omnigraph.protocol.recover.Sweep.Opened;
import dev.omnigraph.store.CountingObjectStore;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One write: opens the branch and arms beside it, recovering what others left, checks that a commit
 * may be dated, and runs the operation, under a new operation id whenever recovery took the last
 * one over.
 */
public final class Committer {
  /** As much as S3 tolerates in a signature. */
  static final Duration SKEW = Duration.ofMinutes(15);

  private final CountingObjectStore store;
  private final Environment environment;
  private final Tables tables;
  private final Requests requests;
  private final Parallel parallel;
  private final BranchLog log;
  private final Catalogs catalogs;
  private final StoredTexts texts;
  private final KnownRuns knownRuns;
  private final DerivedState derived;
  private final Fence fence;
  private final Opener opener;
  private final Sweep sweep;

  /**
   * @param immutable what the process knows already
   */
  public Committer(
      ObjectStore store, ImmutableObjects immutable, Tables tables, Environment environment) {
    this.store = new CountingObjectStore(store);
    this.environment = environment;
    this.tables = tables;
    this.requests = new Requests(this.store, environment.seams());
    this.parallel = new Parallel(environment.executor());
    this.log = new BranchLog(requests, parallel, immutable);
    this.catalogs = new Catalogs(requests, immutable);
    this.texts = new StoredTexts(requests, immutable);
    this.knownRuns = new KnownRuns(requests, parallel, immutable);
    this.derived = new DerivedState(requests, log, environment);
    this.fence = new Fence(requests, environment);
    this.opener = new Opener(requests, log, catalogs, texts, parallel, environment.listener());
    this.sweep = new Sweep(requests, log, opener, fence, derived, parallel, environment);
  }

  public <A> CommitOutcome<A> commit(CommitRequest request, Operation<A> operation) {
    Attempts attempts = new Attempts(environment, log, store::io);
    IdempotencyKeys keys = new IdempotencyKeys(requests, parallel);
    Publisher publisher = new Publisher(requests, parallel, fence, derived, attempts, environment);
    TextReading reading = opener.texts(request.wanted());
    try (OpenTables open = new OpenTables(tables, parallel, environment.seams(), reading)) {
      Stager stager = new Stager(requests, environment, parallel, catalogs, texts, tables, open);
      Function<Head, CommitRun<A>> runs =
          from ->
              new CommitRun<>(
                  request,
                  operation,
                  from,
                  environment,
                  log,
                  keys,
                  knownRuns,
                  sidecar -> Arming.start(requests, parallel, sidecar),
                  arming -> Adoption.start(log, parallel, arming, operation.adopts()),
                  stager,
                  publisher,
                  attempts);
      reading.begin(request.options().branch().equals(BranchName.MAIN));
      return commit(request, runs, reading, attempts);
    }
  }

  private <A> CommitOutcome<A> commit(
      CommitRequest request,
      Function<Head, CommitRun<A>> runs,
      TextReading reading,
      Attempts attempts) {
    BranchName branch = request.options().branch();
    Head hinted = opener.hinted(branch);
    reading.expect(hinted);
    CommitRun<A> run = runs.apply(hinted);
    OperationId own = run.operationId();
    Opened opened = run.armBeside(() -> open(hinted, own, request.sweepsAll()));
    attempts.opened(opened.report());
    Optional<CommitOutcome<A>> outcome = run.run(opened.head(), opened.since());
    while (outcome.isEmpty()) {
      attempts.startAgain(branch);
      Head before = run.head();
      Head head = before.at(log.advance(Seam.RACE_READ, before.state()));
      if (head.ended()) {
        throw Failures.branchDeleted(branch);
      }
      run = runs.apply(head);
      outcome = run.run(run.armBeside(() -> head), List.of());
    }
    return outcome.get();
  }

  private Opened open(Head hinted, OperationId own, boolean sweepsAll) {
    Opened opened = sweep.open(hinted, own, sweepsAll);
    if (opened.head().ended()) {
      derived.markDeleted(hinted.name(), hinted.branchId());
      throw Failures.branchDeleted(hinted.name());
    }
    checkClock(opened);
    return opened;
  }

  /**
   * Refuses to date a commit by a clock that cannot be right. Nothing rests on commit times but
   * what people see: but the times of a branch never run backwards, so one commit of the far future
   * would date all that follow, and would answer for every time until then.
   *
   * <p>A folder has no clock but this machine's, which is believed: a graph that nobody has written
   * to for years looks the same as a clock that is years ahead.
   *
   * @throws dev.omnigraph.error.GraphException {@code clock_skewed}; nothing was committed
   */
  private void checkClock(Opened opened) {
    Instant now = environment.now();
    Instant stores = opened.storeTime();
    if (stores != null && Duration.between(stores, now).abs().compareTo(SKEW) > 0) {
      throw Failures.clockSkewed(now, stores);
    }
  }
}
