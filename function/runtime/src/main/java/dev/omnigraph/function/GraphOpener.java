package dev.omnigraph.function;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.export.Handover;
import dev.omnigraph.store.IoStats;
import java.util.List;

/** Finds and opens graphs below one root. */
sealed interface GraphOpener permits FolderGraphs, BucketGraphs {
  /** Opens it without a request to the store. */
  Graph open(GraphName name);

  /** Where a graph of the name is, or would be; made there if {@code isNew}. */
  GraphStorage storage(GraphName name, boolean isNew);

  /** Names of the graphs that there are, in order. */
  List<String> names();

  /**
   * Hands exports over as objects beside the graphs.
   *
   * @throws dev.omnigraph.error.GraphException {@code links_need_a_bucket}
   */
  Handover handover();

  /** What handing exports over has asked of the store. */
  IoStats io();

  /** Reaches the store once, whatever it says, so that the first graph need not be the first to. */
  void greet();
}
