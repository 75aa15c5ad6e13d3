package dev.omnigraph.function;

import dev.omnigraph.Graph;
import dev.omnigraph.store.FolderLocation;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.StoreLocation;
import dev.omnigraph.table.TableOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The graphs below the configured root. A graph stays open for the life of the process: what it
 * keeps is immutable, so nothing can go stale while a function is frozen.
 */
@ApplicationScoped
public class Graphs {
  private final GraphOpener opener;
  private final ConcurrentMap<GraphName, Graph> open = new ConcurrentHashMap<>();

  Graphs(StoreLocation root, OmnigraphConfig config, Instance<S3Client> s3) {
    this.opener =
        switch (root) {
          case FolderLocation(var folder) -> new FolderGraphs(folder, options(config.memory()));
          case S3Location bucket ->
              new BucketGraphs(bucket, s3.get(), config.s3(), options(config.memory()));
        };
  }

  private static TableOptions options(OmnigraphConfig.Memory memory) {
    return TableOptions.DEFAULT.withCaches(
        memory.indexCache().asLongValue(), memory.metadataCache().asLongValue());
  }

  /**
   * The graph of that name, opened without a request to the store.
   *
   * @throws dev.omnigraph.error.GraphException {@code invalid_graph_name}; {@code graph_not_found},
   *     from a bucket only at the first call
   */
  public Graph get(String name) {
    return open.computeIfAbsent(new GraphName(name), opener::open);
  }

  /** Names of the graphs below the root, in order. */
  public List<String> names() {
    return opener.names();
  }

  @PreDestroy
  void close() {
    open.values().forEach(Graph::close);
  }
}
