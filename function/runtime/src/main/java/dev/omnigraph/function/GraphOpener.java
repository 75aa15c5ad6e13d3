package dev.omnigraph.function;

import dev.omnigraph.Graph;
import java.util.List;

/** Finds and opens graphs below one root. */
interface GraphOpener {
  Graph open(GraphName name);

  /** Names of the graphs that there are, in order. */
  List<String> names();
}
