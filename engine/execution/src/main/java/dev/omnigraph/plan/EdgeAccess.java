package dev.omnigraph.plan;

/** How traversals and late fetches find their rows. The answers are equal whatever it is. */
public enum EdgeAccess {
  /** By cost, from row counts. */
  AUTO,
  /** Always by index lookups of the ids at hand. */
  PROBE,
  /** Always by reading the whole table into an in-memory adjacency. */
  ADJACENCY
}
