package dev.omnigraph;

import dev.omnigraph.access.Action;
import dev.omnigraph.access.Policies;
import dev.omnigraph.blob.BlobReading;
import dev.omnigraph.blob.PutBlob;
import dev.omnigraph.call.ApplyAnswer;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.call.BlobAnswer;
import dev.omnigraph.call.BlobRequest;
import dev.omnigraph.call.Branch;
import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.Commit;
import dev.omnigraph.call.CommitChangesAnswer;
import dev.omnigraph.call.CommitChangesRequest;
import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.DiffAnswer;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.call.EmbedAnswer;
import dev.omnigraph.call.EmbedRequest;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.call.FeedAnswer;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.call.InvokeRequest;
import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.OptimizeAnswer;
import dev.omnigraph.call.PickAnswer;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.call.PlanAnswer;
import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.call.PolicyAnswer;
import dev.omnigraph.call.PutBlobAnswer;
import dev.omnigraph.call.PutBlobRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.call.SchemaAnswer;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.call.Snapshot;
import dev.omnigraph.changes.CommitChanges;
import dev.omnigraph.changes.Diff;
import dev.omnigraph.changes.Feed;
import dev.omnigraph.changes.FeedCursor;
import dev.omnigraph.commit.BranchFork;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.TextKind;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.embed.Embedder;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.evolve.ApplyOperation;
import dev.omnigraph.evolve.ApplySchema;
import dev.omnigraph.exec.PreparedQuery;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.exec.QueryRunner;
import dev.omnigraph.exec.RowSink;
import dev.omnigraph.exec.memory.ExecutionError;
import dev.omnigraph.exec.memory.MemoryBudget;
import dev.omnigraph.export.Export;
import dev.omnigraph.fill.Filler;
import dev.omnigraph.guard.Access;
import dev.omnigraph.guard.Check;
import dev.omnigraph.guard.Gate;
import dev.omnigraph.guard.Guard;
import dev.omnigraph.guard.Permit;
import dev.omnigraph.guard.Rights;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.jsonl.LoadLimits;
import dev.omnigraph.jsonl.Loader;
import dev.omnigraph.maintain.Optimize;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.Hold;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.merge.Conflicts;
import dev.omnigraph.merge.DoneBefore;
import dev.omnigraph.merge.MergeError;
import dev.omnigraph.merge.MergeOperation;
import dev.omnigraph.merge.PickOperation;
import dev.omnigraph.merge.RestoreOperation;
import dev.omnigraph.mutate.MutationOperation;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.check.RepairAnswer;
import dev.omnigraph.protocol.check.RepairRequest;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.rule.Writer;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.store.CountingObjectStore;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.StoreProbe;
import dev.omnigraph.stored.CallOperation;
import dev.omnigraph.stored.InvokeAnswer;
import dev.omnigraph.stored.QueriesAnswer;
import dev.omnigraph.stored.StoredCall;
import dev.omnigraph.stored.StoredError;
import dev.omnigraph.stored.StoredQueries;
import dev.omnigraph.stored.StoredQuery;
import dev.omnigraph.table.UpkeepPolicy;
import dev.omnigraph.view.View;
import java.io.InputStream;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A graph: open it, read it, write it. Thread-safe, and cheap to open: nothing is read until it is
 * needed, nothing is kept between calls but immutable objects, and any number of processes may have
 * it open at the same time.
 *
 * <p>Every call is one coherent operation on one state of one branch. Failures are {@link
 * dev.omnigraph.error.GraphException}s; after any of them but an unknown outcome, nothing happened.
 * What a call took is not part of its answer: {@link #meter} measures it.
 */
public final class Graph implements AutoCloseable {
  /** Writers that race for one object while a store is probed. */
  private static final int PROBE_CONTENDERS = 8;

  private static final Set<TextKind> TEXTS_OF_APPLY = EnumSet.allOf(TextKind.class);

  private static final Check TO_PICK = Gate.undoing(Gate.types(Action.CHANGE));
  private static final Check TO_RESTORE =
      Gate.undoing((permit, catalog) -> permit.requireWhole(Action.CHANGE, catalog));

  /** The operation asks by itself. */
  private static final Check ALLOWED_BEFORE = (permit, catalog) -> {};

  private final GraphStorage storage;
  private final @Nullable ExecutorService ownExecutor;
  private final Environment environment;
  private final IdSource ids;
  private final Repository repository;
  private final CountingObjectStore objects;
  private final QueryRunner runner;
  private final long writeBytes;
  private final @Nullable Embedder embedder;
  private final Gate gate;

  private Graph(
      GraphStorage storage,
      Environment environment,
      MemoryBudget budget,
      @Nullable Embedder embedder,
      @Nullable ExecutorService ownExecutor) {
    this.objects = new CountingObjectStore(storage.objects());
    this.storage = storage;
    this.ownExecutor = ownExecutor;
    this.environment = environment;
    this.ids = environment.ulids()::get;
    this.embedder = embedder;
    this.writeBytes = budget.writeBytes();
    this.repository = new Repository(objects, storage.tables(), environment);
    this.runner =
        new QueryRunner(
            storage.tables().allocator(),
            storage.tables()::io,
            environment.executor(),
            budget,
            EdgeAccess.AUTO,
            embedder);
    this.gate = new Gate(repository, null);
  }

  private Graph(Graph of, Guard guard) {
    this.objects = of.objects;
    this.storage = of.storage;
    this.ownExecutor = of.ownExecutor;
    this.environment = of.environment;
    this.ids = of.ids;
    this.embedder = of.embedder;
    this.writeBytes = of.writeBytes;
    this.repository = of.repository;
    this.runner = of.runner;
    this.gate = new Gate(repository, guard);
  }

  /**
   * Makes a new graph after probing that the store keeps the promises the protocol needs.
   *
   * @param schema {@code .pg} text
   * @param file display name of the schema in messages
   * @throws dev.omnigraph.error.GraphException {@code graph_exists}, a schema error, or {@code
   *     store_unsuitable} naming what the store lacks; then nothing was made
   */
  public static Graph create(GraphStorage storage, String schema, String file, String actor) {
    Graph graph = open(storage);
    try {
      graph.initialize(schema, file, actor);
      return graph;
    } catch (RuntimeException e) {
      graph.stop();
      throw e;
    }
  }

  /** Opens a graph without any request; a missing graph shows at the first call. */
  public static Graph open(GraphStorage storage) {
    return open(storage, (Embedder) null);
  }

  /**
   * The same.
   *
   * @param embedder makes vectors of texts, and stays open; null where none is configured
   */
  public static Graph open(GraphStorage storage, @Nullable Embedder embedder) {
    ExecutorService executor = threads();
    return new Graph(
        storage, Environment.system(executor), MemoryBudget.usual(), embedder, executor);
  }

  /** Not virtual ones: a call into the table library holds on to its carrier. */
  static ExecutorService threads() {
    return Executors.newCachedThreadPool(
        Thread.ofPlatform().daemon().name("omnigraph-", 0).factory());
  }

  /** The same, with time, ids, threads and seams decided by the caller. */
  public static Graph open(GraphStorage storage, Environment environment) {
    return open(storage, environment, MemoryBudget.usual(), null);
  }

  /**
   * The same.
   *
   * @param budget that all graphs of the process share
   * @param embedder makes vectors of texts, and stays open; null where none is configured
   */
  public static Graph open(
      GraphStorage storage,
      Environment environment,
      MemoryBudget budget,
      @Nullable Embedder embedder) {
    return new Graph(storage, environment, budget, embedder, null);
  }

  /**
   * The same graph as a caller has it: every call is held to the policies that are in force while
   * it runs, and is recorded as the caller's. A right that was taken away before a call began is
   * gone for it. What a caller may not know of is to it as if it were not there; what it may not do
   * ends with {@code forbidden} before it has any effect.
   *
   * @return the same open graph: to close one of them closes both
   */
  public Graph as(Guard guard) {
    return new Graph(this, guard);
  }

  /**
   * That the caller may do something with the graph as a whole.
   *
   * @throws dev.omnigraph.error.GraphException {@code forbidden}, {@code graph_not_found}
   */
  public void require(Action action) {
    gate.requireWithGraph(action);
  }

  /** What the caller may do on a branch; what it may do with a stored query is {@link #queries}. */
  public Rights rights(BranchName branch) {
    return gate.rights(branch);
  }

  /**
   * Who the caller is, and what it may do on a branch. One request more than opening the branch.
   *
   * @throws dev.omnigraph.error.GraphException {@code graph_not_found} or {@code branch_not_found},
   *     also where it may do nothing
   */
  public Access access(BranchName branch) {
    try (BranchView view =
        gate.open(
            new ReadAt.Head(branch),
            EnumSet.of(TextKind.QUERIES),
            v -> List.of(),
            (permit, v) -> {})) {
      Permit permit = gate.permit(view);
      if (permit == null) {
        throw new IllegalStateException("Whoever owns a graph may do everything, and is nobody.");
      }
      return permit.access(names(view, query -> true));
    }
  }

  /** Runs a read query; writes nothing, ever. */
  public QueryAnswer query(QueryRequest request) {
    return read(request, runner::run);
  }

  /**
   * Runs a read query whose answer leaves row by row: only what it is made of has to fit the memory
   * of a query.
   *
   * @return the answer without its rows
   */
  public QueryAnswer query(QueryRequest request, RowSink sink) {
    return read(request, (query, view) -> runner.run(query, view, sink));
  }

  /** Runs a write query as one commit. */
  public MutationAnswer mutate(MutationRequest request) {
    return commit(
        request.options(),
        request.digest(),
        Gate.types(Action.CHANGE),
        new MutationOperation(request, ids, storage.tables().allocator(), runner, writer()));
  }

  /**
   * Loads JSON Lines.
   *
   * @param lines read once, in bounded memory; stays open
   * @param progress told the number of lines read so far, from time to time
   */
  public LoadAnswer load(LoadRequest request, InputStream lines, LongConsumer progress) {
    Loader loader =
        new Loader(
            this::commitLoad,
            LoadLimits.DEFAULT,
            ids,
            storage.tables().allocator(),
            view -> gate.catalog(view, Action.LOAD, Action.CHANGE, Action.READ));
    return new NewBranch(repository, request, gate.actor(request.options().actor()), this::fork)
        .during(() -> loader.load(request, lines, progress));
  }

  private <A> A commitLoad(WriteOptions options, @Nullable String digest, Operation<A> load) {
    return commit(options, digest, Gate.types(Action.LOAD), load);
  }

  /**
   * Opens a state for exporting it; its rows are read while they are written.
   *
   * @return to be closed by the caller
   * @throws dev.omnigraph.error.GraphException {@code unknown_type}
   */
  public Export export(ExportRequest request) {
    BranchView view = gate.byType(request.at(), Action.EXPORT, v -> List.of());
    try {
      return new Export(view, types -> FeedCursor.after(view, types), request);
    } catch (RuntimeException e) {
      view.close();
      throw e;
    }
  }

  /** Reads a blob or a part of it: what is not asked for is not read. */
  public BlobAnswer blob(BlobRequest request) {
    BlobReading reading = new BlobReading(request, storage.tables().allocator());
    try (BranchView view = gate.byType(request.at(), Action.READ, reading::types)) {
      return reading.read(view);
    }
  }

  /** Writes the content of a blob as one commit. */
  public PutBlobAnswer putBlob(PutBlobRequest request) {
    return commit(
        request.options(),
        request.digest(),
        Gate.types(Action.CHANGE),
        new PutBlob(request, storage.tables().allocator(), writer()));
  }

  private Writer writer() {
    return new Writer(
        view -> gate.catalog(view, Action.CHANGE, Action.READ),
        (view, type) -> gate.require(view, Action.CHANGE, type));
  }

  /** The schema in force. */
  public Catalog schema(ReadAt at) {
    try (BranchView view = gate.whole(at, Action.READ)) {
      return view.catalog();
    }
  }

  /**
   * What would lead a branch to another schema, refusals included; reads the rows that decide about
   * a step, and writes nothing, ever.
   *
   * @throws dev.omnigraph.error.GraphException for a mistake in the source
   */
  public PlanAnswer planSchema(PlanRequest request) {
    try (BranchView view =
        gate.open(
            request.at(),
            Set.of(),
            v -> List.of(),
            (permit, v) -> permit.require(Action.SCHEMA_APPLY))) {
      return ApplySchema.plan(request, view, ids, storage.tables().allocator());
    }
  }

  /**
   * Brings a branch to another schema as one commit, together with the tables that change for it.
   * Other branches keep theirs.
   *
   * @throws dev.omnigraph.error.GraphException {@code schema_change_refused} with every refusal, or
   *     a mistake in the source; then nothing happened
   */
  public SchemaAnswer applySchema(SchemaRequest request) {
    return commit(
        request.options(),
        request.digest(),
        EnumSet.of(TextKind.QUERIES),
        Gate.branch(Action.SCHEMA_APPLY),
        new ApplySchema(request, ids, storage.tables().allocator(), environment.deadline()));
  }

  /**
   * Brings what defines a branch into force as one commit: schema, stored queries, policies, or
   * some of them.
   *
   * @throws dev.omnigraph.error.GraphException as {@link #applySchema}; {@code
   *     schema_breaks_queries}, or mistakes in stored queries or policies; then nothing happened
   */
  public ApplyAnswer apply(ApplyRequest request) {
    return commit(
        request.options(), request.digest(), TEXTS_OF_APPLY, toApply(request), applying(request));
  }

  /** What {@link #apply} would do; writes nothing, ever. */
  public ApplyAnswer planApply(ApplyRequest request) {
    ReadAt at = new ReadAt.Head(request.options().branch());
    try (BranchView view =
            gate.open(
                at,
                TEXTS_OF_APPLY,
                v -> List.of(),
                (permit, v) -> toApply(request).before(permit, v.catalog()));
        Proposal<ApplyAnswer> proposal = applying(request).prepare(view)) {
      return proposal.answer(view.logicalCommitId(), CommitReport.NONE);
    }
  }

  private static Check toApply(ApplyRequest request) {
    return (permit, catalog) -> {
      if (request.schema() != null || request.queries() != null || request.policy() == null) {
        permit.require(Action.SCHEMA_APPLY);
      }
      if (request.policy() != null) {
        permit.requireWithGraph(Action.POLICY_WRITE);
      }
    };
  }

  private ApplyOperation applying(ApplyRequest request) {
    String schema = request.schema();
    ApplySchema change =
        schema == null
            ? null
            : new ApplySchema(
                new SchemaRequest(
                    schema,
                    request.file(),
                    request.allowDrops(),
                    request.allowDataLoss(),
                    request.options()),
                ids,
                storage.tables().allocator(),
                environment.deadline());
    return new ApplyOperation(request, change, policy -> new Policies(policy.files()).check());
  }

  /** The policies that are in force, and the commit of main that they were read at. */
  public PolicyAnswer policy() {
    try (BranchView view =
        gate.open(
            ReadAt.main(),
            EnumSet.of(TextKind.POLICY),
            v -> List.of(),
            (permit, v) -> permit.requireWithGraph(Action.POLICY_WRITE))) {
      return new PolicyAnswer(view.logicalCommitId(), view.policy().files());
    }
  }

  /**
   * The stored queries of a state that the caller may call, each as it fits the schema; their texts
   * only where it may read all of the branch.
   */
  public QueriesAnswer queries(ReadAt at) {
    return queries(at, at.branch());
  }

  /**
   * The same, with those that write and that the caller may call on another branch.
   *
   * @param fork a branch that would be made of this state
   */
  public QueriesAnswer queries(ReadAt at, BranchName fork) {
    try (BranchView view =
        gate.open(at, EnumSet.of(TextKind.QUERIES), v -> List.of(), (permit, v) -> {})) {
      StoredQueries stored = StoredQueries.of(view.queries(), view.catalog());
      Permit permit = gate.permit(view);
      if (permit == null) {
        return new QueriesAnswer(view.logicalCommitId(), stored.all(), view.queries().files());
      }
      Permit there = permit.on(fork);
      List<StoredQuery> callable =
          stored.all().stream()
              .filter(
                  query ->
                      permit.mayCall(query.name())
                          || (query.writes() && there.mayCall(query.name())))
              .toList();
      if (callable.isEmpty()) {
        permit.require(Action.READ);
      }
      SortedMap<String, String> files =
          permit.mayWhole(Action.READ, view.catalog())
              ? view.queries().files()
              : Collections.emptySortedMap();
      return new QueriesAnswer(view.logicalCommitId(), callable, files);
    }
  }

  /**
   * Calls a stored query: one that writes as one commit, by the text that is in force when the
   * commit is made.
   *
   * @throws dev.omnigraph.error.GraphException {@code stored_query_not_found}, {@code
   *     stored_reads_the_past}, or what {@link #query} and {@link #mutate} give
   */
  public InvokeAnswer invoke(InvokeRequest request) {
    StoredCall call =
        new StoredCall(
            request,
            (view, name) -> {
              Permit permit = gate.permit(view);
              return permit == null || permit.mayCall(name);
            },
            gate::requireKnown);
    try (BranchView view =
        gate.open(
            request.at(), EnumSet.of(TextKind.QUERIES), call::types, (permit, v) -> call.in(v))) {
      if (!call.in(view).writes()) {
        QueryAnswer answer = runner.run(call.prepared(view), view);
        Permit permit = gate.permit(view);
        boolean isTold = permit == null || permit.mayRead(call.types(view));
        return new InvokeAnswer.Read(isTold ? answer : answer.withoutReport());
      }
    }
    if (request.readsOnly()) {
      throw GraphException.of(
              ExecutionError.QUERY_WRITES,
              "The query `%s` writes, and this call only reads.".formatted(request.name()))
          .with("query", request.name())
          .build();
    }
    if (!request.at().equals(new ReadAt.Head(request.options().branch()))) {
      throw GraphException.of(
              StoredError.STORED_READS_THE_PAST, "`%s` writes.".formatted(request.name()))
          .with("query", request.name())
          .build();
    }
    return new InvokeAnswer.Written(
        commit(
            request.options(),
            request.digest(),
            EnumSet.of(TextKind.QUERIES),
            ALLOWED_BEFORE,
            new CallOperation(
                request,
                call,
                mutation ->
                    new MutationOperation(mutation, ids, storage.tables().allocator(), runner))));
  }

  /**
   * Merges one branch into another as one commit with two parents, or does nothing when the target
   * has everything already. The source is what it is when the call begins.
   *
   * @throws dev.omnigraph.error.GraphException {@code merge_conflicts} with the first conflicts and
   *     their images, {@code merge_schemas_differ}, {@code data_gone} when the common ancestor's
   *     data are gone; then nothing happened
   */
  public MergeAnswer merge(MergeRequest request) {
    boolean deletesItself =
        request.source().branch().equals(request.options().branch()) && request.deletesSource();
    if (deletesItself) {
      openedWhole(request.options().branch()).close();
      throw GraphException.of(
              MergeError.MERGE_INTO_ITSELF,
              "Branch %s would be merged into itself and deleted."
                  .formatted(request.options().branch()))
          .build();
    }
    MergeAnswer answer = mergeOnly(request);
    return request.deletesSource()
        ? answer.branchDeleted(deleteMerged(request, answer.source()))
        : answer;
  }

  private MergeAnswer mergeOnly(MergeRequest request) {
    BranchName branch = request.options().branch();
    return unlessDoneBefore(
        request.options(),
        request.digest(),
        CommitKind.MERGE,
        Gate.branch(Action.BRANCH_MERGE),
        () -> gate.whole(request.source(), Action.READ),
        source ->
            hidingConflicts(
                branch,
                () ->
                    commit(
                        request.options(),
                        request.digest(),
                        Gate.branch(Action.BRANCH_MERGE),
                        merging(request, source))),
        (record, catalog) -> MergeOperation.replayed(record, branch, catalog));
  }

  /**
   * Opens what a write is about. When that is gone, the write may have been done before, under its
   * key.
   *
   * @param again what it takes to be told
   * @param told the answer from the commit of the first delivery
   */
  private <A> A unlessDoneBefore(
      WriteOptions options,
      @Nullable String digest,
      CommitKind kind,
      Check again,
      Supplier<BranchView> opening,
      Function<BranchView, A> write,
      BiFunction<ManifestRecord, Catalog, A> told) {
    BranchView opened;
    try {
      opened = opening.get();
    } catch (GraphException e) {
      if (options.idempotencyKey() == null) {
        throw e;
      }
      return commit(
          options,
          digest,
          again,
          new DoneBefore<>(
              kind, e, record -> told.apply(record, schema(new ReadAt.Head(options.branch())))));
    }
    try (opened) {
      return write.apply(opened);
    }
  }

  /** A branch that somebody has written to since, or that cannot be deleted, stays. */
  private boolean deleteMerged(MergeRequest request, CommitId merged) {
    try {
      BranchName source = request.source().branch();
      deleteBranch(WriteOptions.on(source, request.options().actor()).expecting(merged));
      return true;
    } catch (GraphException e) {
      return false;
    }
  }

  /** What a merge would do, conflicts included; writes nothing, ever. */
  public MergeAnswer planMerge(MergeRequest request) {
    return planMerge(request, ConflictWindow.FIRST);
  }

  /** The same, with a page of its conflicts. */
  public MergeAnswer planMerge(MergeRequest request, ConflictWindow window) {
    try (BranchView source = gate.whole(request.source(), Action.READ);
        BranchView target = openedWhole(request.options().branch())) {
      return merging(request, source).dryRun(target, window);
    }
  }

  /**
   * Undoes a commit of a branch, or does on it what a commit of another did, as a new commit: three
   * ways against what the branch is today, with conflicts as in a merge.
   *
   * @throws GraphException {@code merge_conflicts}, {@code pick_of_schema}, {@code data_gone},
   *     {@code commit_not_found}; then nothing happened
   */
  public PickAnswer pick(PickRequest request) {
    return unlessDoneBefore(
        request.options(),
        request.digest(),
        PickOperation.kind(request),
        TO_PICK,
        () -> openPicked(request),
        after ->
            picking(
                request,
                after,
                picked ->
                    hidingConflicts(
                        request.options().branch(),
                        () -> commit(request.options(), request.digest(), TO_PICK, picked))),
        (record, catalog) -> replayed(record, request.commit(), request.options(), catalog));
  }

  private static PickAnswer replayed(
      ManifestRecord record, CommitId of, WriteOptions options, Catalog catalog) {
    return PickOperation.replayed(record, of, options.branch(), catalog);
  }

  /** What {@link #pick} would do, conflicts included; writes nothing, ever. */
  public PickAnswer planPick(PickRequest request) {
    return planPick(request, ConflictWindow.FIRST);
  }

  /** The same, with a page of its conflicts. */
  public PickAnswer planPick(PickRequest request, ConflictWindow window) {
    try (BranchView after = openPicked(request)) {
      return picking(
          request,
          after,
          picked -> {
            try (BranchView target = openedWhole(request.options().branch())) {
              return picked.dryRun(target, window);
            }
          });
    }
  }

  /** The newest state of a branch, all of which is shown. */
  private BranchView openedWhole(BranchName branch) {
    return gate.whole(new ReadAt.Head(branch), Action.READ);
  }

  /** Conflicts show entities of the branch that is written to, to whoever may read all of it. */
  private <A> A hidingConflicts(BranchName target, Supplier<A> write) {
    try {
      return write.get();
    } catch (GraphException e) {
      throw e.is(MergeError.MERGE_CONFLICTS) && !mayReadWhole(target)
          ? Conflicts.untold(e, target)
          : e;
    }
  }

  private boolean mayReadWhole(BranchName branch) {
    if (gate.isGuarded()) {
      try (BranchView unused = openedWhole(branch)) {
        return true;
      } catch (GraphException e) {
        return false;
      }
    }
    return true;
  }

  /** The newest state of a branch, for callers who may do this with it. */
  private BranchView openedFor(BranchName branch, Action action) {
    return gate.open(
        new ReadAt.Head(branch),
        Set.of(),
        view -> List.of(),
        (permit, view) -> permit.require(action));
  }

  private BranchView openPicked(PickRequest request) {
    BranchView picked = gate.whole(new ReadAt.Commit(request.of(), request.commit()), Action.READ);
    if (picked.seq() == 1) {
      picked.close();
      throw GraphException.of(
              MergeError.PICK_OF_SCHEMA, "The first commit made the graph and its schema.")
          .build();
    }
    return picked;
  }

  private PickAnswer picking(
      PickRequest request, BranchView after, Function<PickOperation, PickAnswer> run) {
    try (BranchView before = repository.ancestry().open(after, after.seq() - 1)) {
      ManifestRecord record = repository.ancestry().chain(after, after.seq() - 1).getFirst();
      return run.apply(
          new PickOperation(
              request,
              record,
              before,
              after,
              repository.ancestry(),
              storage.tables().allocator(),
              writeBytes));
    }
  }

  /**
   * Brings a branch back to one of its earlier states, by a new commit.
   *
   * @throws GraphException {@code commit_not_found}, {@code data_gone}; then nothing happened
   */
  public PickAnswer restore(RestoreRequest request) {
    ReadAt at = new ReadAt.Commit(request.options().branch(), request.commit());
    return unlessDoneBefore(
        request.options(),
        request.digest(),
        CommitKind.RESTORE,
        TO_RESTORE,
        () -> gate.whole(at, Action.READ),
        then ->
            commit(
                request.options(),
                request.digest(),
                TO_RESTORE,
                new RestoreOperation(request, then, repository.ancestry(), writeBytes)),
        (record, catalog) -> replayed(record, request.commit(), request.options(), catalog));
  }

  private MergeOperation merging(MergeRequest request, BranchView source) {
    return new MergeOperation(
        request, source, repository.ancestry(), storage.tables().allocator(), writeBytes);
  }

  /**
   * What differs between two states, of one branch or of two, entity by entity.
   *
   * @throws dev.omnigraph.error.GraphException {@code changes_cursor}, {@code unknown_type}, {@code
   *     data_gone}
   */
  public DiffAnswer diff(DiffRequest request) {
    try (BranchView from = gate.whole(request.from(), Action.READ);
        BranchView to = gate.whole(request.to(), Action.READ)) {
      return new Diff(from, to, repository.ancestry(), request.filter())
          .page(request.limit(), request.after());
    }
  }

  /**
   * What a commit changed of the state before it, and who made it. Nothing for maintenance.
   *
   * @throws dev.omnigraph.error.GraphException {@code commit_not_found}, {@code data_gone}, {@code
   *     changes_cursor}, {@code unknown_type}
   */
  public CommitChangesAnswer commitChanges(CommitChangesRequest request) {
    ReadAt at = new ReadAt.Commit(request.branch(), request.commitId());
    try (BranchView view = gate.whole(at, Action.READ)) {
      return new CommitChanges(repository.ancestry(), gate.wholes(Action.READ)).of(view, request);
    }
  }

  /**
   * The next commits of a branch, each with what it changed. At least once, whole commits in their
   * order: whoever keeps the cursor of an answer once it is done with it misses nothing.
   *
   * @throws dev.omnigraph.error.GraphException {@code feed_cursor}, {@code feed_branch_replaced},
   *     {@code unknown_type}, {@code commit_not_found}, {@code data_gone} with the first commit
   *     that can be read
   */
  public FeedAnswer feed(FeedRequest request) {
    ReadAt head = new ReadAt.Head(request.branch());
    Feed feed = new Feed(repository.ancestry(), environment.executor(), gate.wholes(Action.READ));
    return new FeedReading(repository, environment, feed, () -> gate.whole(head, Action.READ))
        .read(request);
  }

  /** Named holds, in the order of their names. */
  public List<Hold> holds() {
    return gate.holds(repository::holds);
  }

  /**
   * Keeps a commit, and all that follow it on its branch, from cleanup until it is released. A hold
   * of that name moves.
   *
   * @throws dev.omnigraph.error.GraphException {@code hold_name}, {@code too_many_holds}, {@code
   *     data_gone} when cleanup may have taken it
   */
  public Hold retain(HoldName name, ReadAt at, String actor) {
    gate.requireWithGraph(Action.CLEANUP);
    return repository.retain(name, at, gate.actor(actor));
  }

  /**
   * Ends a hold.
   *
   * @throws dev.omnigraph.error.GraphException {@code hold_not_found}
   */
  public Hold release(HoldName name) {
    gate.requireWithGraph(Action.CLEANUP);
    return repository.release(name);
  }

  public Snapshot snapshot(ReadAt at) {
    try (BranchView view = gate.whole(at, Action.READ)) {
      return Snapshot.of(view);
    }
  }

  /** Names of live branches, in order. */
  public List<BranchName> branchNames() {
    return gate.known(
        () -> repository.branches().stream().map(BranchObject::name).toList(), name -> name);
  }

  /** Live branches, in the order of their names. */
  public List<Branch> branches() {
    List<Branch> known = gate.known(new BranchDetails(repository)::all, Branch::name);
    Set<BranchName> names = known.stream().map(Branch::name).collect(Collectors.toSet());
    return gate.isGuarded()
        ? known.stream().map(branch -> branch.toWhomKnows(names::contains)).toList()
        : known;
  }

  /**
   * One branch.
   *
   * @throws dev.omnigraph.error.GraphException {@code branch_not_found}, {@code branch_deleted}
   */
  public Branch branch(BranchName name) {
    BranchDetails details = new BranchDetails(repository);
    return gate.one(name, () -> details.one(name), Branch::toWhomKnows);
  }

  /**
   * Makes a branch, at the cost of a few small objects: nothing of the graph is copied, however
   * large it and its history are.
   *
   * @throws dev.omnigraph.error.GraphException {@code branch_exists} with the commit that the
   *     branch is at, also when an earlier try made it; {@code branch_name}; {@code data_gone} when
   *     cleanup has taken the state; or what reading it gives
   */
  public Branch createBranch(BranchRequest request) {
    return new BranchDetails(repository).of(fork(request));
  }

  private BranchFork fork(BranchRequest request) {
    String actor = gate.actor(request.actor());
    return gate.isGuarded()
        ? repository.fork(request.name(), request.from(), actor, () -> requireFork(request))
        : repository.fork(request.name(), request.from(), actor);
  }

  /** Of stored queries. */
  private static List<String> names(BranchView view, Predicate<StoredQuery> wanted) {
    return StoredQueries.of(view.queries(), view.catalog()).all().stream()
        .filter(wanted)
        .map(StoredQuery::name)
        .toList();
  }

  /** A branch shows nothing to whoever made it that its source does not. */
  private void requireFork(BranchRequest request) {
    gate.open(
            request.from(),
            EnumSet.of(TextKind.QUERIES),
            view -> List.of(),
            (permit, view) ->
                permit.requireFork(
                    request.name(), view.catalog(), names(view, query -> !query.writes())))
        .close();
  }

  /**
   * Ends a branch. What was made from it stays, and so does its history until cleanup; a later
   * branch of its name is another one.
   *
   * @param options which branch, by whom, and the commit that it must be at; without a key
   * @return the commit that ended it
   * @throws dev.omnigraph.error.GraphException {@code branch_reserved} for main; {@code head_moved}
   */
  public CommitId deleteBranch(WriteOptions options) {
    if (options.branch().equals(BranchName.MAIN)) {
      gate.requireDeletion();
    }
    CommitRequest request = gate.request(CommitRequest.of(options));
    return gate.write(
        options.branch(),
        () ->
            repository
                .deleteBranch(
                    request, deletion -> gate.checked(deletion, Gate.branch(Action.BRANCH_DELETE)))
                .commitId());
  }

  /** The newest commits of a branch, newest first, control records left out. */
  public List<Commit> commits(BranchName branch, int limit) {
    return commits(branch, limit, null);
  }

  /**
   * The same, from an older one on.
   *
   * @param before the commit that the page before ended with, or null for the newest
   * @throws dev.omnigraph.error.GraphException {@code commit_not_found}
   */
  public List<Commit> commits(BranchName branch, int limit, @Nullable CommitId before) {
    Catalog catalog = schema(new ReadAt.Head(branch));
    return repository.history(branch, limit, before).stream()
        .map(record -> Commit.of(record, branch, catalog))
        .toList();
  }

  public Optional<Commit> commit(BranchName branch, CommitId commitId) {
    Catalog catalog = schema(new ReadAt.Head(branch));
    return repository.commit(branch, commitId).map(record -> Commit.of(record, branch, catalog));
  }

  /**
   * Makes vectors of the texts of a branch that have none, as {@code @embed} says, in commits of
   * some hundreds; what others write meanwhile is not overwritten.
   *
   * @param progress told the number of vectors so far, from time to time
   * @throws dev.omnigraph.error.GraphException {@code embedder_missing}, {@code
   *     embedding_model_mismatch}, or what the model gives; what was committed before stays
   */
  public EmbedAnswer embed(EmbedRequest request, LongConsumer progress) {
    Filler filler =
        new Filler(
            embedder,
            filled -> commit(request.options(), null, Gate.branch(Action.OPTIMIZE), filled),
            storage.tables().allocator(),
            environment.clock());
    try (BranchView view = openedFor(request.options().branch(), Action.OPTIMIZE)) {
      return filler.run(view, request, progress);
    }
  }

  /**
   * Compacts small fragments and brings indexes up to date; finishes what recovery left.
   *
   * @param options without a key
   */
  public OptimizeAnswer optimize(WriteOptions options) {
    return optimize(options, UpkeepPolicy.DEFAULT);
  }

  /** The same, with when something is worth it decided by the caller. */
  public OptimizeAnswer optimize(WriteOptions options, UpkeepPolicy policy) {
    CommitRequest request = gate.request(CommitRequest.of(options).sweepingAll());
    Operation<OptimizeAnswer> run =
        gate.checked(Optimize.all(policy), Gate.branch(Action.OPTIMIZE));
    return gate.write(options.branch(), () -> repository.commit(request, run).answer());
  }

  /**
   * Deletes data that no state within the retention needs, on all branches, and what writers that
   * died have left. Older states cannot be read any more and no branch can be made from them; the
   * history of commits stays.
   *
   * @throws dev.omnigraph.error.GraphException when the retention is too short for calls that still
   *     run, or it is not certain what may be deleted; what was deleted before a fault of the store
   *     is not needed by anybody, and a later run goes on
   */
  public CleanupAnswer cleanup(CleanupRequest request) {
    gate.requireWithGraph(Action.CLEANUP);
    return repository.cleanup(request.requireSafe());
  }

  /**
   * Checks the whole graph: its logs, what is derived from them, and that all data is there which a
   * commit within the retention needs. Reads every commit, and deletes nothing.
   *
   * @throws dev.omnigraph.error.GraphException {@code recovery_pending} when asked to write while
   *     operations have not ended; nothing was written
   */
  public RepairAnswer repair(RepairRequest request) {
    gate.requireWithGraph(Action.ADMIN);
    return repository.repair(request);
  }

  /** What this object has asked of its stores since it was opened. */
  public IoStats io() {
    return objects.io().plus(storage.tables().io());
  }

  /** Begins to measure a call that follows. */
  public CallMeter meter() {
    return new CallMeter(this);
  }

  @Override
  public void close() {
    stop();
    storage.tables().close();
    storage.objects().close();
  }

  private void initialize(String schema, String file, String actor) {
    Catalog catalog = SchemaCompiler.compile(schema, file, Optional.empty(), ids);
    new StoreProbe(storage.objects(), environment.ulids(), environment.executor(), PROBE_CONTENDERS)
        .run();
    repository.init(catalog, actor);
  }

  /**
   * The query is checked as soon as the schema is here, while the head is still being proven, so
   * that its tables open in the same round trips.
   */
  private QueryAnswer read(QueryRequest request, BiFunction<PreparedQuery, View, QueryAnswer> run) {
    PreparedQuery query =
        new PreparedQuery(
            request.source(),
            request.file(),
            request.name(),
            request.arguments(),
            request.window());
    try (BranchView view = gate.byType(request.at(), Action.READ, query::types)) {
      return run.apply(query, view);
    }
  }

  private <A> A commit(
      WriteOptions options, @Nullable String digest, Check check, Operation<A> operation) {
    return commit(options, digest, Set.of(), check, operation);
  }

  private <A> A commit(
      WriteOptions options,
      @Nullable String digest,
      Set<TextKind> texts,
      Check check,
      Operation<A> operation) {
    CommitRequest request = gate.request(CommitRequest.of(options, digest).wanting(texts));
    return gate.write(
        options.branch(),
        () -> repository.commit(request, gate.checked(operation, check)).answer());
  }

  private void stop() {
    if (ownExecutor != null) {
      ownExecutor.shutdown();
    }
  }
}
