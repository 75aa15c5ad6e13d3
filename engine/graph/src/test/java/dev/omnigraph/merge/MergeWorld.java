package dev.omnigraph.merge;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.OptimizeAnswer;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.maintain.Optimize;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.check.Finding;
import dev.omnigraph.protocol.check.RepairRequest;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.table.UpkeepPolicy;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A graph in a folder, its branches and what is in them. */
public final class MergeWorld implements AutoCloseable {
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Path folder;
  public final Graph graph;
  public final Repository repository;
  private volatile Duration ahead;

  public MergeWorld(Path folder, String schema) {
    this(created(folder, schema), Duration.ZERO, store -> store, environment -> environment);
  }

  /**
   * One more process on a graph that is there.
   *
   * @param ahead by how much its time is ahead of the machine's
   * @param connection to the store
   */
  public MergeWorld(
      Path folder,
      Duration ahead,
      UnaryOperator<ObjectStore> connection,
      UnaryOperator<Environment> process) {
    this.folder = folder;
    this.ahead = ahead;
    InstantSource clock = () -> Instant.now().plus(this.ahead);
    GraphStorage storage =
        GraphStorage.of(
            connection.apply(new FileObjectStore(folder, clock)), Map.of(), TableOptions.DEFAULT);
    Environment environment = process.apply(Environment.system(executor).withClock(clock));
    graph = Graph.open(storage, environment);
    repository = new Repository(storage.objects(), storage.tables(), environment);
  }

  private static Path created(Path folder, String schema) {
    Graph.create(GraphStorage.newFolder(folder), schema, "test.pg", "ann").close();
    return folder;
  }

  public Path folder() {
    return folder;
  }

  /** By how much its time is ahead of the machine's. */
  public Duration ahead() {
    return ahead;
  }

  /** Some time goes by. */
  public void pass(Duration time) {
    ahead = ahead.plus(time);
  }

  /** Closes this; another process has nothing in memory of what this one has read. */
  public MergeWorld reopened() {
    close();
    return new MergeWorld(folder, ahead, store -> store, environment -> environment);
  }

  /** Upkeep of a branch with other thresholds than the usual ones. */
  public OptimizeAnswer optimize(String branch, UpkeepPolicy policy) {
    return repository.commit(CommitRequest.of(on(branch)), Optimize.all(policy)).answer();
  }

  /** What a check of the whole graph finds that reads every file. */
  public List<Finding> findings() {
    return repository.repair(new RepairRequest(false, true)).findings();
  }

  /**
   * Deletes what no newest state needs. Hours have passed before, since cleanup spares what is
   * young; files of tables have the machine's time, so that of the store only runs ahead of it.
   */
  public CleanupAnswer cleanUp() {
    pass(Duration.ofHours(2));
    return repository.cleanup(new CleanupRequest(Duration.ZERO, false));
  }

  public static WriteOptions on(String branch) {
    return WriteOptions.on(new BranchName(branch), "ann");
  }

  public static ReadAt head(String branch) {
    return new ReadAt.Head(new BranchName(branch));
  }

  public void fork(String branch, String from) {
    repository.createBranch(new BranchName(branch), head(from), "ann");
  }

  public void drop(String branch) {
    repository.deleteBranch(new BranchName(branch), "ann");
  }

  /** Upserts the entities that the lines state. */
  public void load(String branch, String... lines) {
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    graph.load(
        new LoadRequest("t.jsonl", LoadMode.MERGE, on(branch), null),
        new ByteArrayInputStream(bytes),
        read -> {});
  }

  public void mutate(String branch, String statements) {
    graph.mutate(
        new MutationRequest("query q() { " + statements + " }", "t.gq", "q", Map.of(), on(branch)));
  }

  public MergeAnswer merge(String source, String target) {
    return graph.merge(MergeRequest.of(head(source), on(target)));
  }

  /** The newest commit that callers see. */
  public CommitId newest(String branch) {
    try (BranchView view = repository.openRead(head(branch))) {
      return view.logicalCommitId();
    }
  }

  /** The versions of a branch's tables. */
  public Map<TableId, Pin> pins(String branch) {
    try (BranchView view = repository.openRead(head(branch))) {
      return view.pins();
    }
  }

  /** Of the schema that is in force on a branch. */
  String schemaHash(String branch) {
    try (BranchView view = repository.openRead(head(branch))) {
      return view.state().schema().toString();
    }
  }

  /** Every entity of a branch: its values by column, by type and id. */
  public Map<String, Map<String, @Nullable Object>> state(String branch) {
    Map<String, Map<String, @Nullable Object>> entities = new TreeMap<>();
    try (BranchView view = repository.openRead(head(branch))) {
      for (EntityType type : view.catalog().entities()) {
        RowLayout layout = new RowLayout(type);
        new CommittedRows(view)
            .all(
                type,
                layout.columns(),
                false,
                (batch, row) -> {
                  @Nullable Object[] values = CommittedRows.values(layout, batch, row);
                  Map<String, @Nullable Object> entity = new TreeMap<>();
                  for (int i = 1; i < values.length; i++) {
                    entity.put(layout.columns().get(i), values[i]);
                  }
                  String id = type.name() + " " + values[RowLayout.ID];
                  if (entities.put(id, entity) != null) {
                    throw new AssertionError(id + " is there twice");
                  }
                });
      }
    }
    return entities;
  }

  public List<String> ids(String branch) {
    return List.copyOf(state(branch).keySet());
  }

  @Override
  public void close() {
    graph.close();
    executor.shutdown();
  }
}
