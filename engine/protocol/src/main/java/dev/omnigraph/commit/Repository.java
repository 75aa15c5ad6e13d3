package dev.omnigraph.commit;

import dev.omnigraph.commit.Opener.Opened;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.table.Tables;
import dev.omnigraph.view.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The commit protocol over one graph root: what everything that reads or writes a graph starts
 * from. Thread-safe; keeps nothing between calls but immutable objects, so any number of processes
 * may use the same root.
 */
public final class Repository {
  private static final int HISTORY_BATCH = 32;

  private final Parts parts;
  private final Tables tables;
  private final Committer committer;
  private final StateReader states;
  private final Branches branches;
  private final String where;

  public Repository(ObjectStore store, Tables tables, Environment environment) {
    this.parts = Parts.of(store, tables, environment);
    this.tables = tables;
    this.committer = new Committer(parts, tables);
    this.states = new StateReader(parts.opener(), parts.log(), parts.parallel());
    this.branches = new Branches(parts, states);
    this.where = store.uri().toString();
  }

  /**
   * Makes the graph: its tables, empty, its first commit and its main branch.
   *
   * @return the first commit
   * @throws dev.omnigraph.error.GraphException {@code graph_exists}; a run that died can be
   *     repeated
   */
  public ManifestRecord init(Catalog catalog, String actor) {
    return new GraphInit(parts, tables, where).run(catalog, actor);
  }

  /** A state to read; writes nothing, ever. Close it. */
  public BranchView openRead(ReadSpec at) {
    return openRead(at, view -> List.of());
  }

  /**
   * The same, opening tables while the proof that the state is newest is still on its way.
   *
   * @param needed the types that will be read, as far as they are known; called with the state that
   *     is expected, and again with another when the branch is moving
   */
  public BranchView openRead(
      ReadSpec at, Function<? super View, ? extends Collection<? extends EntityType>> needed) {
    return openRead(at, needed, 0);
  }

  /**
   * The same; a process that has yet to read the schema, without which it cannot know what it
   * needs, opens all tables of a small graph meanwhile.
   *
   * @param speculative tables at most that a graph has to have to be small
   */
  public BranchView openRead(
      ReadSpec at,
      Function<? super View, ? extends Collection<? extends EntityType>> needed,
      int speculative) {
    return switch (at) {
      case ReadSpec.Head head -> readHead(head.branch(), needed, speculative);
      case ReadSpec.Commit commit -> readPast(commit, needed);
      case ReadSpec.Time time -> readPast(time, needed);
    };
  }

  /**
   * Runs a write as one commit, after settling what crashed writers left on the branch.
   *
   * @throws OutcomeUnknown when it may or may not be visible
   * @throws dev.omnigraph.error.GraphException when nothing happened: the operation's own errors,
   *     {@code branch_not_found}, {@code branch_deleted}, {@code head_moved}, {@code
   *     idempotency_key_reused}, {@code too_much_contention}, or an unreadable sidecar
   */
  public <R> CommitOutcome<R> commit(CommitRequest request, Operation<R> operation) {
    return committer.commit(request, operation);
  }

  /** The newest commits of a branch, newest first, also those from before it was forked. */
  public List<ManifestRecord> history(String branch, int limit) {
    Head head = states.newest(branch);
    List<ManifestRecord> newestFirst = new ArrayList<>();
    long through = head.state().seq();
    while (through > 0 && newestFirst.size() < limit) {
      long missing = Math.min(limit - newestFirst.size(), HISTORY_BATCH);
      long from = Math.max(1, through - missing + 1);
      parts.log().pastRecords(head.branch(), from, through).reversed().stream()
          .filter(record -> !isControl(record))
          .forEach(newestFirst::add);
      through = from - 1;
    }
    return newestFirst;
  }

  /** A commit of the branch's history; one GET beyond the opening. */
  public Optional<ManifestRecord> commit(String branch, String commitId) {
    return states.find(states.newest(branch), commitId);
  }

  /** Live branches, in the order of their names. */
  public List<BranchObject> branches() {
    return branches.all().stream()
        .map(BranchLog.Found::branch)
        .filter(branch -> branch.status() == BranchObject.Status.LIVE)
        .toList();
  }

  /**
   * Forks a branch, at the cost of a few objects whatever the size of the graph.
   *
   * @throws dev.omnigraph.error.GraphException {@code branch_exists}, {@code branch_name}, {@code
   *     data_gone}, or what reading the source gives
   */
  public BranchObject createBranch(String name, ReadSpec from) {
    return branches.create(name, from);
  }

  /**
   * Ends a branch. Its history and its data stay until cleanup; a branch created later under the
   * name is another one.
   *
   * @return the terminal record
   */
  public ManifestRecord deleteBranch(String name, String actor) {
    return deleteBranch(name, actor, null);
  }

  /**
   * The same.
   *
   * @param expectedHead the logical commit that the branch must be at, or null
   */
  public ManifestRecord deleteBranch(String name, String actor, @Nullable String expectedHead) {
    BranchNames.checkDeletable(name);
    CommitOutcome<String> outcome =
        committer.commit(
            CommitRequest.on(name, actor).expecting(expectedHead), Branches.deletion());
    return switch (outcome) {
      case CommitOutcome.Published<String> published -> published.record();
      case CommitOutcome.Unchanged<String> u -> throw Failures.defect("a deletion had no effect");
      case CommitOutcome.Replayed<String> r -> throw Failures.defect("a deletion has no key");
    };
  }

  /** The recovery sweep of one branch, as every write does it first, but without a bound. */
  public SweepReport sweep(String branch) {
    return parts.opener().write(branch, Integer.MAX_VALUE).sweep();
  }

  /**
   * The recovery sweep of all branches, deleted ones included.
   *
   * @return by branch id, what was done; branches without sidecars are left out
   */
  public SortedMap<String, SweepReport> sweepAll() {
    return new FullSweep(parts, branches).run();
  }

  /** What cleanup is made of. */
  public Collector collector() {
    return new Collector(parts, branches, tables, where);
  }

  /** Lists all objects of the graph, for repair. */
  public Inspector inspector() {
    return new Inspector(parts);
  }

  private BranchView readHead(
      String branch,
      Function<? super View, ? extends Collection<? extends EntityType>> needed,
      int speculative) {
    OpenTables early = openTables();
    try {
      Opened opened =
          parts
              .opener()
              .read(
                  branch,
                  hinted -> speculate(hinted.state(), early, speculative),
                  (hinted, catalog) -> prefetch(view(hinted, catalog, early), needed));
      BranchView view = view(opened.head(), opened.catalog(), early);
      prefetch(view, needed);
      return view;
    } catch (RuntimeException e) {
      early.close();
      throw e;
    }
  }

  private static void speculate(ManifestState state, OpenTables open, int most) {
    if (state.pins().size() <= most) {
      state
          .pins()
          .forEach(
              (table, pin) -> {
                if (!state.isPurged(table)) {
                  open.start(pin);
                }
              });
    }
  }

  private static void prefetch(
      BranchView view, Function<? super View, ? extends Collection<? extends EntityType>> needed) {
    view.prefetch(needed.apply(view));
  }

  private BranchView readPast(
      ReadSpec at, Function<? super View, ? extends Collection<? extends EntityType>> needed) {
    Head then = states.at(at);
    OpenTables open = openTables();
    try {
      BranchView view = view(then, parts.catalogs().get(then.state().schema()), open);
      prefetch(view, needed);
      return view;
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private BranchView view(Head head, Catalog catalog, OpenTables open) {
    Instant now = parts.environment().now();
    return new BranchView(head.branch(), head.state(), catalog, now, open, true);
  }

  private OpenTables openTables() {
    return new OpenTables(tables, parts.parallel(), parts.environment().seams());
  }

  private static boolean isControl(ManifestRecord record) {
    return record.kind() == CommitKind.FENCE || record.kind() == CommitKind.BRANCH_DELETED;
  }
}
