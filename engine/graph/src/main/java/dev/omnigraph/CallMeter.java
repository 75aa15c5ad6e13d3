package dev.omnigraph;

import dev.omnigraph.store.IoStats;
import java.time.Duration;

/** Measures one call, for whoever reports what it took: made before the call, asked after it. */
public final class CallMeter {
  private final Graph graph;
  private final IoStats before;
  private final long started = System.nanoTime();

  CallMeter(Graph graph) {
    this.graph = graph;
    this.before = graph.io();
  }

  /**
   * What it took so far. Counts the requests that the graph sent meanwhile; where calls overlap,
   * each includes the others'.
   */
  public CallReport report() {
    return new CallReport(graph.io().minus(before), Duration.ofNanos(System.nanoTime() - started));
  }
}
