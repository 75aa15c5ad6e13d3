package dev.omnigraph.commit;

import dev.omnigraph.commit.Opener.Opened;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.CommitIds;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.table.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

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
  private final String where;

  public Repository(ObjectStore store, Tables tables, Environment environment) {
    this.parts = Parts.of(store, environment);
    this.tables = tables;
    this.committer = new Committer(parts, tables);
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
    return openRead(at, catalog -> List.of());
  }

  /**
   * The same, opening tables while the proof that the state is newest is still on its way.
   *
   * @param needed the types that will be read, as far as they are known; may be called twice when
   *     the branch is moving
   */
  public BranchView openRead(
      ReadSpec at, Function<Catalog, ? extends Collection<? extends EntityType>> needed) {
    return switch (at) {
      case ReadSpec.Head head -> readHead(head.branch(), needed);
      case ReadSpec.Commit commit -> readCommit(commit, needed);
      case ReadSpec.Time time -> readTime(time, needed);
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
    Head head = readOnly(branch).head();
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
    return find(readOnly(branch).head(), commitId);
  }

  private BranchView readHead(
      String branch, Function<Catalog, ? extends Collection<? extends EntityType>> needed) {
    OpenTables early = openTables();
    try {
      Opened opened =
          parts
              .opener()
              .read(branch, (hinted, catalog) -> prefetch(view(hinted, catalog, early), needed));
      BranchView view = view(opened.head(), opened.catalog(), early);
      prefetch(view, needed);
      return view;
    } catch (RuntimeException e) {
      early.close();
      throw e;
    }
  }

  private static void prefetch(
      BranchView view, Function<Catalog, ? extends Collection<? extends EntityType>> needed) {
    view.prefetch(needed.apply(view.catalog()));
  }

  private BranchView readCommit(
      ReadSpec.Commit at, Function<Catalog, ? extends Collection<? extends EntityType>> needed) {
    CompletableFuture<Horizon> horizon = parts.parallel().start(parts.log()::horizon);
    Head head = settling(horizon, () -> readOnly(at.branch()).head());
    ManifestRecord record =
        settling(
            horizon,
            () ->
                find(head, at.commitId())
                    .orElseThrow(() -> Failures.commitNotFound(at.branch(), at.commitId())));
    return past(head, record, horizon, needed);
  }

  private BranchView readTime(
      ReadSpec.Time at, Function<Catalog, ? extends Collection<? extends EntityType>> needed) {
    CompletableFuture<Horizon> horizon = parts.parallel().start(parts.log()::horizon);
    Head head = settling(horizon, () -> readOnly(at.branch()).head());
    ManifestRecord record =
        settling(
            horizon,
            () ->
                parts
                    .log()
                    .recordAt(head, at.time())
                    .orElseThrow(() -> Failures.nothingAt(at.branch(), at.time())));
    return past(head, record, horizon, needed);
  }

  private BranchView past(
      Head head,
      ManifestRecord record,
      CompletableFuture<Horizon> horizon,
      Function<Catalog, ? extends Collection<? extends EntityType>> needed) {
    Horizon known = Parallel.join(horizon);
    boolean newest = record.seq() == head.state().seq();
    if (!newest && !known.covers(record.branchId(), record.seq())) {
      throw Failures.dataGone(head.name(), record.seq());
    }
    ManifestState state = newest ? head.state() : parts.log().stateAt(head.branch(), record.seq());
    Head then = new Head(head.branch(), head.etag(), state, false);
    OpenTables open = openTables();
    try {
      BranchView view = view(then, parts.catalogs().get(state.schema()), open);
      prefetch(view, needed);
      return view;
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private static <T> T settling(CompletableFuture<?> beside, java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      Parallel.settle(beside);
      throw e;
    }
  }

  private Optional<ManifestRecord> find(Head head, String commitId) {
    OptionalLong seq = CommitIds.seq(commitId);
    if (seq.isEmpty() || seq.getAsLong() > head.state().seq()) {
      return Optional.empty();
    }
    BranchObject branch = head.branch();
    ManifestRecord record = parts.log().pastRecord(branch, seq.getAsLong());
    return record.commitId().equals(commitId) ? Optional.of(record) : Optional.empty();
  }

  private Opened readOnly(String branch) {
    return parts.opener().read(branch, (head, catalog) -> {});
  }

  private BranchView view(Head head, Catalog catalog, OpenTables open) {
    Instant now = parts.environment().now();
    return new BranchView(head.branch(), head.state(), catalog, now, open, true);
  }

  private OpenTables openTables() {
    return new OpenTables(tables, parts.parallel());
  }

  private static boolean isControl(ManifestRecord record) {
    return record.kind() == CommitKind.FENCE || record.kind() == CommitKind.BRANCH_DELETED;
  }
}
