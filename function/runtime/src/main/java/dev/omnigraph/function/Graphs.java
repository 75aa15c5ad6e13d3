package dev.omnigraph.function;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphDeletion;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.embed.Embedder;
import dev.omnigraph.export.Handover;
import dev.omnigraph.function.watch.Watch;
import dev.omnigraph.store.FolderLocation;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.StoreLocation;
import dev.omnigraph.table.Tables;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The graphs below the configured root. A graph stays open for the life of the process: what it
 * keeps is immutable, so nothing can go stale while a function is frozen.
 */
@ApplicationScoped
public class Graphs {
  private final GraphOpener opener;
  private final GraphSettings settings;
  private final Watch watch;
  private final ExecutorService executor =
      // Not virtual threads: a call into the table library holds on to its carrier.
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("omnigraph-", 0).factory());
  private final ConcurrentMap<GraphName, Graph> open = new ConcurrentHashMap<>();

  Graphs(StoreLocation root, OmnigraphConfig config, Instance<S3Client> s3, Watch watch) {
    this.watch = watch;
    this.settings = GraphSettings.of(config, s3::get, watch, executor);
    this.opener =
        switch (root) {
          case FolderLocation(var folder) -> new FolderGraphs(folder, settings);
          case S3Location bucket -> new BucketGraphs(bucket, s3.get(), settings);
        };
  }

  /**
   * The graph of that name, opened without a request to the store.
   *
   * @throws dev.omnigraph.error.GraphException {@code invalid_graph_name}; {@code graph_not_found},
   *     from a bucket only at the first call
   */
  public Graph get(String name) {
    GraphName valid = new GraphName(name);
    watch.graph(name);
    return open.computeIfAbsent(valid, opener::open);
  }

  /**
   * Makes a graph.
   *
   * @param schema {@code .pg} text
   * @return it, open
   * @throws dev.omnigraph.error.GraphException {@code invalid_graph_name}, or as {@link
   *     Graph#create} does
   */
  public Graph create(String name, String schema, String actor) {
    GraphName valid = new GraphName(name);
    watch.graph(name);
    Graph.create(opener.storage(valid, true), schema, "schema", actor).close();
    return get(name);
  }

  /**
   * Deletes a graph.
   *
   * @return how many objects were deleted
   * @throws dev.omnigraph.error.GraphException {@code invalid_graph_name}, or as {@link
   *     GraphDeletion#run} does
   */
  public long delete(String name, String actor) {
    GraphName valid = new GraphName(name);
    watch.graph(name);
    // Who has it open keeps it open: a graph that is made again in its place is found by it too.
    GraphStorage storage = opener.storage(valid, false);
    try (ObjectStore objects = storage.objects();
        Tables tables = storage.tables()) {
      return GraphDeletion.run(storage, settings.environment(), actor);
    }
  }

  /**
   * Where rows and exports are handed over, as objects of the bucket that the graphs are in, below
   * a prefix that none of them is in; the bucket's lifecycle deletes them.
   *
   * @throws dev.omnigraph.error.GraphException {@code links_need_a_bucket}
   */
  public Handover handover() {
    return opener.handover();
  }

  /** What all graphs together have asked of their stores, since the process began. */
  public IoStats io() {
    return open.values().stream().map(Graph::io).reduce(opener.io(), IoStats::plus);
  }

  /** Names of the graphs below the root, in order. */
  public List<String> names() {
    return opener.names();
  }

  /** Makes the connection to the store, and loads what that takes; tells nothing of it. */
  void greet() {
    opener.greet();
  }

  @PreDestroy
  void close() {
    open.values().forEach(Graph::close);
    Embedder embedder = settings.embedder();
    if (embedder != null) {
      embedder.close();
    }
    executor.shutdown();
  }
}
