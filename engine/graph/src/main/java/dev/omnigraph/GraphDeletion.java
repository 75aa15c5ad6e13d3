package dev.omnigraph;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.protocol.GraphRemoval;
import dev.omnigraph.protocol.Repository;
import java.util.concurrent.ExecutorService;

/**
 * Deletes a graph with all branches, history and data. Others may be reading and writing it: their
 * calls end with an error, and once it is answered nobody sees any part of the graph. A graph that
 * is made later in its place is another one.
 */
public final class GraphDeletion {
  private GraphDeletion() {}

  /**
   * Deletes it. A run that died can be repeated half an hour later; until then the graph is gone
   * for everybody, and cannot be made again.
   *
   * @param storage of the graph; stays open
   * @return how many objects were deleted
   * @throws dev.omnigraph.error.GraphException {@code graph_not_found}, {@code
   *     graph_being_deleted}, {@code graph_deletion_unfinished}
   */
  public static long run(GraphStorage storage, String actor) {
    try (ExecutorService executor = Graph.threads()) {
      return run(storage, Environment.system(executor), actor);
    }
  }

  /** The same, with time, ids, threads and seams decided by the caller. */
  public static long run(GraphStorage storage, Environment environment, String actor) {
    Repository repository = new Repository(storage.objects(), storage.tables(), environment);
    return new GraphRemoval(repository, storage.objects(), environment).run(actor);
  }
}
