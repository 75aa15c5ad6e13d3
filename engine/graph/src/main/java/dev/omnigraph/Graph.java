package dev.omnigraph;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.exec.memory.MemoryBudget;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.store.CountingObjectStore;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.StoreProbe;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A graph: open it, read it, write it. Thread-safe, and cheap to open: nothing is read until it is
 * needed, nothing is kept between calls but immutable objects, and any number of processes may have
 * it open at the same time.
 *
 * <p>Every call is one coherent operation on one state of one branch. Failures are {@link
 * dev.omnigraph.error.GraphException}s; after any of them but an unknown outcome, nothing happened.
 *
 * <p>Costs in answers count the requests that this object sent while the call ran; where calls
 * overlap, each includes the others'.
 */
public final class Graph implements AutoCloseable {
  /** The branch that every graph has. */
  public static final String MAIN = "main";

  /** Writers that race for one object while a store is probed. */
  private static final int PROBE_CONTENDERS = 8;

  private final GraphStorage storage;
  private final @Nullable ExecutorService ownExecutor;
  private final Environment environment;
  private final Repository repository;
  private final CallMeter meter;
  private final GraphReads reads;
  private final GraphWrites writes;

  private Graph(
      GraphStorage storage,
      Environment environment,
      Duration writeTime,
      MemoryBudget budget,
      @Nullable ExecutorService ownExecutor) {
    CountingObjectStore objects = new CountingObjectStore(storage.objects());
    this.meter = new CallMeter(objects, storage.tables());
    this.storage = storage;
    this.ownExecutor = ownExecutor;
    this.environment = environment;
    this.repository = new Repository(objects, storage.tables(), environment);
    this.reads = new GraphReads(repository, storage.tables(), environment, meter, budget);
    this.writes = new GraphWrites(repository, storage.tables(), environment, meter, writeTime);
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
    // Not virtual threads: a call into the table library holds on to its carrier.
    ExecutorService executor =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("omnigraph-", 0).factory());
    return new Graph(
        storage,
        Environment.system(executor),
        CommitRequest.LONGEST,
        MemoryBudget.usual(),
        executor);
  }

  /** The same, with time, ids, threads and seams decided by the caller. */
  public static Graph open(GraphStorage storage, Environment environment) {
    return open(storage, environment, CommitRequest.LONGEST);
  }

  /**
   * The same.
   *
   * @param writeTime after which recovery may take a write of this process over; correctness does
   *     not depend on it, so it is the longest time the process can live
   */
  public static Graph open(GraphStorage storage, Environment environment, Duration writeTime) {
    return open(storage, environment, writeTime, MemoryBudget.usual());
  }

  /**
   * The same.
   *
   * @param budget that all graphs of the process share
   */
  public static Graph open(
      GraphStorage storage, Environment environment, Duration writeTime, MemoryBudget budget) {
    return new Graph(storage, environment, writeTime, budget, null);
  }

  /** Runs a read query; writes nothing, ever. */
  public QueryAnswer query(QueryRequest request) {
    return reads.query(request);
  }

  /**
   * Runs a read query whose answer leaves row by row: only what it is made of has to fit the memory
   * of a query.
   *
   * @return the answer without its rows
   */
  public QueryAnswer query(QueryRequest request, RowSink sink) {
    return reads.query(request, sink);
  }

  /** Runs a write query as one commit. */
  public MutationAnswer mutate(MutationRequest request) {
    return writes.mutate(request);
  }

  /**
   * Loads JSON Lines.
   *
   * @param lines read once, in bounded memory; stays open
   * @param progress told the number of lines read so far, from time to time
   */
  public LoadAnswer load(LoadRequest request, InputStream lines, LongConsumer progress) {
    return writes.load(request, lines, progress);
  }

  /** The schema in force. */
  public Catalog schema(ReadAt at) {
    try (BranchView view = repository.openRead(at.spec())) {
      return view.catalog();
    }
  }

  /**
   * What would lead a branch to another schema, refusals included; writes nothing, ever.
   *
   * @param source the desired schema, {@code .pg} text
   * @param file display name of the source in messages
   * @param allowDataLoss whether what is dropped goes from earlier commits too
   * @throws dev.omnigraph.error.GraphException for a mistake in the source
   */
  public SchemaPlanAnswer planSchema(String source, String file, boolean allowDataLoss, ReadAt at) {
    try (BranchView view = repository.openRead(at.spec())) {
      return SchemaPlanAnswer.of(writes.plan(source, file, allowDataLoss, view.catalog()), view);
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
    return writes.applySchema(request);
  }

  public Snapshot snapshot(ReadAt at) {
    try (BranchView view = repository.openRead(at.spec())) {
      return Summaries.snapshot(view);
    }
  }

  /** Names of live branches, in order. */
  public List<String> branches() {
    return repository.branches().stream().map(BranchObject::name).toList();
  }

  /** The newest commits of a branch, newest first, control records left out. */
  public List<CommitInfo> commits(String branch, int limit) {
    Catalog catalog = schema(new ReadAt.Head(branch));
    return repository.history(branch, limit).stream()
        .map(record -> Summaries.commit(record, branch, catalog))
        .toList();
  }

  public Optional<CommitInfo> commit(String branch, String commitId) {
    return repository
        .commit(branch, commitId)
        .map(record -> Summaries.commit(record, branch, schema(new ReadAt.Head(branch))));
  }

  /** Compacts small fragments and brings indexes up to date; finishes what recovery left. */
  public OptimizeReport optimize(String branch, String actor) {
    return writes.optimize(branch, actor);
  }

  /**
   * Deletes data that no state within the retention needs, on all branches, and what writers that
   * died have left. Older states cannot be read any more and no branch can be made from them; the
   * history of commits stays.
   *
   * @throws dev.omnigraph.error.GraphException when it is not certain what may be deleted; what was
   *     deleted before a fault of the store is not needed by anybody, and a later run goes on
   */
  public CleanupReport cleanup(CleanupRequest request) {
    return writes.cleanup(request);
  }

  /**
   * Checks the whole graph: its logs, what is derived from them, and that all data is there which a
   * commit within the retention needs. Reads every commit, and deletes nothing.
   *
   * @param apply writes again what is derived and missing or wrong
   * @param deep reads every file of every table, and compares it with what its commit says of it
   * @throws dev.omnigraph.error.GraphException {@code recovery_pending} when asked to write while
   *     operations have not ended; nothing was written
   */
  public RepairReport repair(boolean apply, boolean deep) {
    return writes.repair(apply, deep);
  }

  /** What this object has asked of its stores since it was opened. */
  public IoStats io() {
    return meter.total();
  }

  @Override
  public void close() {
    stop();
    storage.tables().close();
    storage.objects().close();
  }

  private void initialize(String schema, String file, String actor) {
    IdSource ids = environment.ulids()::get;
    Catalog catalog = SchemaCompiler.compile(schema, file, Optional.empty(), ids);
    new StoreProbe(storage.objects(), environment.ulids(), environment.executor(), PROBE_CONTENDERS)
        .run();
    repository.init(catalog, actor);
  }

  private void stop() {
    if (ownExecutor != null) {
      ownExecutor.shutdown();
    }
  }
}
