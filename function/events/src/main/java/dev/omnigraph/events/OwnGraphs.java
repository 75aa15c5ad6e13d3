package dev.omnigraph.events;

import dev.omnigraph.Graph;
import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.function.AccessControl;
import dev.omnigraph.function.Graphs;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The graphs as a function has them that acts by itself: held to their policies as the principal
 * {@code Function::"ingest"}, and so on.
 */
@Singleton
public class OwnGraphs {
  private final Graphs graphs;
  private final AccessControl access;

  OwnGraphs(Graphs graphs, AccessControl access) {
    this.graphs = graphs;
    this.access = access;
  }

  /**
   * The graph of that name, opened without a request to the store.
   *
   * @param function the name of the principal
   * @throws dev.omnigraph.error.GraphException as {@link Graphs#get} does
   */
  Graph get(String name, String function) {
    return graphs.get(name).as(access.guard(name, Principal.of(Kind.FUNCTION, function)));
  }

  /** Names of the graphs that there are, in order. */
  List<String> names() {
    return graphs.names();
  }
}
