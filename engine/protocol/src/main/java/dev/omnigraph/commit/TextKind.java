package dev.omnigraph.commit;

/** What texts are for that are in force beside a schema. */
public enum TextKind {
  /** Stored queries, of the branch. */
  QUERIES,
  /** Who may do what with the graph; of main, for all branches. */
  POLICY
}
