package dev.omnigraph.protocol;

import dev.omnigraph.commit.Ancestry;
import dev.omnigraph.commit.BranchFork;
import dev.omnigraph.commit.BranchHead;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Divergence;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.commit.TextKind;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.Hold;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.protocol.branch.Branches;
import dev.omnigraph.protocol.branch.GraphInit;
import dev.omnigraph.protocol.check.Inspector;
import dev.omnigraph.protocol.check.Repair;
import dev.omnigraph.protocol.check.RepairAnswer;
import dev.omnigraph.protocol.check.RepairRequest;
import dev.omnigraph.protocol.check.RepairStore;
import dev.omnigraph.protocol.history.CommitGraph;
import dev.omnigraph.protocol.history.KnownRuns;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.BranchNames;
import dev.omnigraph.protocol.log.Catalogs;
import dev.omnigraph.protocol.log.DerivedState;
import dev.omnigraph.protocol.log.Fence;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.log.History;
import dev.omnigraph.protocol.log.Opener;
import dev.omnigraph.protocol.log.StoredTexts;
import dev.omnigraph.protocol.log.Views;
import dev.omnigraph.protocol.object.ImmutableObjects;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.protocol.reclaim.Cleanup;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.protocol.reclaim.Collector;
import dev.omnigraph.protocol.reclaim.Holds;
import dev.omnigraph.protocol.reclaim.RetentionFloors;
import dev.omnigraph.protocol.reclaim.VersionReader;
import dev.omnigraph.protocol.recover.FullSweep;
import dev.omnigraph.protocol.recover.Sweep;
import dev.omnigraph.protocol.write.Committer;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.table.Tables;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The commit protocol over one graph root: what everything that reads or writes a graph starts
 * from. Thread-safe; keeps nothing between calls but immutable objects, so any number of processes
 * may use the same root.
 */
public final class Repository {
  /** Bytes of immutable control objects kept for the life of the process. */
  private static final long CACHE_BYTES = 32L << 20;

  private final Tables tables;
  private final Environment environment;
  private final Requests requests;
  private final Parallel parallel;
  private final BranchLog log;
  private final Catalogs catalogs;
  private final Opener opener;
  private final History history;
  private final Views views;
  private final CommitGraph graph;
  private final DerivedState derived;
  private final FullSweep everywhere;
  private final Branches branches;
  private final Holds holds;
  private final ObjectStore store;
  private final ImmutableObjects immutable;
  private final Sweep sweep;

  public Repository(ObjectStore store, Tables tables, Environment environment) {
    this.tables = tables;
    this.environment = environment;
    this.store = store;
    this.immutable = new ImmutableObjects(CACHE_BYTES);
    this.requests = new Requests(store, environment.seams());
    this.parallel = new Parallel(environment.executor());
    this.log = new BranchLog(requests, parallel, immutable);
    this.catalogs = new Catalogs(requests, immutable);
    StoredTexts texts = new StoredTexts(requests, immutable);
    this.opener = new Opener(requests, log, catalogs, texts, parallel, environment.listener());
    this.history = new History(opener, log, parallel);
    this.views = new Views(tables, opener, history, catalogs, parallel, environment);
    this.graph =
        new CommitGraph(
            log,
            opener,
            catalogs,
            tables,
            parallel,
            new KnownRuns(requests, parallel, immutable),
            environment);
    this.derived = new DerivedState(requests, log, environment);
    Fence fence = new Fence(requests, environment);
    this.sweep = new Sweep(requests, log, opener, fence, derived, parallel, environment);
    this.everywhere = new FullSweep(requests, log, sweep);
    this.holds = new Holds(requests, log, history, environment);
    this.branches = new Branches(requests, parallel, log, opener, history, derived, environment);
  }

  /**
   * Makes the graph: its tables, empty, its first commit and its main branch.
   *
   * @return the first commit
   * @throws dev.omnigraph.error.GraphException {@code graph_exists}; a run that died can be
   *     repeated
   */
  public ManifestRecord init(Catalog catalog, String actor) {
    return new GraphInit(requests, log, catalogs, tables, parallel, environment)
        .run(catalog, actor);
  }

  /** A state to read; writes nothing, ever. Close it. */
  public BranchView openRead(ReadAt at) {
    return openRead(at, view -> List.of());
  }

  /**
   * The same, opening tables while the proof that the state is newest is still on its way.
   *
   * @param needed the types that will be read, as far as they are known; called with the state that
   *     is expected, and again with another when the branch is moving
   */
  public BranchView openRead(
      ReadAt at, Function<? super BranchView, ? extends Collection<? extends EntityType>> needed) {
    return openRead(at, Set.of(), needed);
  }

  /**
   * The same.
   *
   * @param wanted texts that the view will be asked for, which are read beside the opening
   */
  public BranchView openRead(
      ReadAt at,
      Set<TextKind> wanted,
      Function<? super BranchView, ? extends Collection<? extends EntityType>> needed) {
    return views.open(at, wanted, needed);
  }

  /**
   * Runs a write as one commit, after settling what crashed writers left on the branch.
   *
   * @throws OutcomeUnknown when it may or may not be visible
   * @throws dev.omnigraph.error.GraphException when nothing happened: the operation's own errors,
   *     {@code branch_not_found}, {@code branch_deleted}, {@code head_moved}, {@code
   *     idempotency_key_reused}, {@code too_much_contention}, or an unreadable sidecar
   */
  public <A> CommitOutcome<A> commit(CommitRequest request, Operation<A> operation) {
    return new Committer(store, immutable, tables, environment).commit(request, operation);
  }

  /** The newest commits of a branch, newest first, also those from before it was forked. */
  public List<ManifestRecord> history(BranchName branch, int limit) {
    return history.commits(branch, limit, null);
  }

  /**
   * Commits of a branch, newest first, also those from before it was forked.
   *
   * @param before of which only older ones are meant, or null for the newest
   * @throws dev.omnigraph.error.GraphException {@code commit_not_found}
   */
  public List<ManifestRecord> history(BranchName branch, int limit, @Nullable CommitId before) {
    return history.commits(branch, limit, before);
  }

  /** A commit of the branch's history; one GET beyond the opening. */
  public Optional<ManifestRecord> commit(BranchName branch, CommitId commitId) {
    return history.commit(branch, commitId);
  }

  /** What commits have to do with each other. */
  public Ancestry ancestry() {
    return graph;
  }

  /** Live branches, in the order of their names. */
  public List<BranchObject> branches() {
    return log.branches().stream()
        .map(BranchLog.Found::branch)
        .filter(branch -> branch.status() == BranchObject.Status.LIVE)
        .toList();
  }

  /**
   * The same with the newest state of each: two requests in a row for all of them together, after
   * the listing.
   */
  public List<BranchHead> heads() {
    return branches.heads().stream().map(Repository::head).toList();
  }

  /**
   * A branch with its newest state.
   *
   * @throws dev.omnigraph.error.GraphException {@code branch_not_found}, {@code branch_deleted},
   *     {@code graph_not_found}
   */
  public BranchHead head(BranchName branch) {
    return head(history.newest(branch));
  }

  /** How far two branches have gone since they knew each other. */
  public Divergence divergence(BranchHead ours, BranchHead theirs) {
    return graph.divergence(ours.state(), theirs.state());
  }

  private static BranchHead head(Head head) {
    return new BranchHead(head.branch(), head.state());
  }

  /**
   * Forks a branch, at the cost of a few objects whatever the size of the graph.
   *
   * @throws dev.omnigraph.error.GraphException {@code branch_exists}, {@code branch_name}, {@code
   *     data_gone}, or what reading the source gives
   */
  public BranchObject createBranch(BranchName name, ReadAt from, String actor) {
    return fork(name, from, actor).made().branch();
  }

  /** The same, and what was read of the source for it. */
  public BranchFork fork(BranchName name, ReadAt from, String actor) {
    return fork(() -> branches.create(name, from, actor));
  }

  /**
   * The same, held to a check that runs beside the first requests: nothing is written before it has
   * passed, which takes one request in a row more.
   */
  public BranchFork fork(BranchName name, ReadAt from, String actor, Runnable check) {
    return fork(() -> branches.create(name, from, actor, check));
  }

  private static BranchFork fork(Supplier<Branches.Made> creation) {
    Branches.Made made = creation.get();
    return new BranchFork(head(made.branch()), head(made.source()));
  }

  /**
   * Ends a branch. Its history and its data stay until cleanup; a branch created later under the
   * name is another one.
   *
   * @return the terminal record
   */
  public ManifestRecord deleteBranch(BranchName name, String actor) {
    return deleteBranch(name, actor, null);
  }

  /**
   * The same.
   *
   * @param expectedHead the logical commit that the branch must be at, or null
   */
  public ManifestRecord deleteBranch(
      BranchName name, String actor, @Nullable CommitId expectedHead) {
    return deleteBranch(
        CommitRequest.of(WriteOptions.on(name, actor).expecting(expectedHead)),
        UnaryOperator.identity());
  }

  /**
   * The same.
   *
   * @param request without a key
   * @param checked makes of the deletion one that is held to something
   * @throws dev.omnigraph.error.GraphException {@code branch_held} while a hold keeps a commit of
   *     it; one that is put meanwhile may be overlooked, and then keeps nothing
   */
  public ManifestRecord deleteBranch(
      CommitRequest request, UnaryOperator<Operation<CommitId>> checked) {
    BranchNames.checkDeletable(request.options().branch());
    // Beside the opening, so that it costs no time.
    CompletableFuture<Horizon> horizon = parallel.start(log::horizon);
    CommitOutcome<CommitId> outcome;
    try {
      outcome = commit(request, checked.apply(Branches.deletion(() -> Parallel.join(horizon))));
    } finally {
      Parallel.settle(horizon);
    }
    return switch (outcome) {
      case CommitOutcome.Published<CommitId> published -> published.record();
      case CommitOutcome.Unchanged<CommitId> u -> throw Failures.defect("a deletion had no effect");
      case CommitOutcome.Replayed<CommitId> r -> throw Failures.defect("a deletion has no key");
    };
  }

  /**
   * Reads beside a check of whether that may be told, whose failure is told first.
   *
   * @param then makes the answer of what the check has found and of what was read
   */
  public <C, T, R> R checked(Supplier<C> check, Supplier<T> read, BiFunction<C, T, R> then) {
    return parallel.checked(check, read, then);
  }

  /** The holds of the graph, in the order of their names. */
  public List<Hold> holds() {
    return holds.all();
  }

  /**
   * Keeps a commit and all that follow it on its branch from cleanup, until it is released.
   *
   * @throws dev.omnigraph.error.GraphException see {@link Holds#retain}
   */
  public Hold retain(HoldName name, ReadAt at, String actor) {
    return holds.retain(name, at, actor);
  }

  /**
   * Ends a hold.
   *
   * @throws dev.omnigraph.error.GraphException see {@link Holds#release}
   */
  public Hold release(HoldName name) {
    return holds.release(name);
  }

  /** The recovery sweep of one branch, as every write does it first, but without a bound. */
  public SweepReport sweep(BranchName branch) {
    return sweep.open(opener.hinted(branch), OperationId.NONE, true).report();
  }

  /**
   * The recovery sweep of all branches, deleted ones included.
   *
   * @return by branch id, what was done; branches without sidecars are left out
   */
  public SortedMap<BranchId, SweepReport> sweepAll() {
    return everywhere.run();
  }

  /**
   * Deletes the data that nothing needs any more, on all branches.
   *
   * @throws dev.omnigraph.error.GraphException see {@link Cleanup#run}
   */
  public CleanupAnswer cleanup(CleanupRequest request) {
    Collector collector = new Collector(requests, log, branches, parallel, environment);
    return new Cleanup(everywhere, collector, versions()).run(request);
  }

  /**
   * Checks everything that is stored.
   *
   * @throws dev.omnigraph.error.GraphException see {@link Repair#run}
   */
  public RepairAnswer repair(RepairRequest request) {
    RepairStore originals = new RepairStore(requests, derived, parallel, environment);
    RetentionFloors floors = new RetentionFloors(requests, log);
    return new Repair(() -> new Inspector(originals, log, floors), versions()).run(request);
  }

  private VersionReader versions() {
    return new VersionReader(tables, parallel, environment.seams());
  }
}
