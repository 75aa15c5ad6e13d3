package dev.omnigraph.function;

import dev.omnigraph.Graph;
import java.util.List;

/** Finds and opens graphs below one root. */
sealed interface GraphOpener permits FolderGraphs, BucketGraphs {
  /** Opens it without a request to the store. */
  Graph open(GraphName name);

  /** Names of the graphs that there are, in order. */
  List<String> names();

  /** Reaches the store once, whatever it says, so that the first graph need not be the first to. */
  void greet();
}
