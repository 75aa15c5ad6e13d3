package dev.omnigraph.manifest;

/** What made a commit. */
public enum CommitKind {
  INIT,
  LOAD,
  MUTATE,
  SCHEMA,
  MERGE,
  OPTIMIZE,
  FENCE,
  BRANCH_DELETED;

  /** Whether readers and conditional writers see it as a change of the graph. */
  public boolean isLogical() {
    return switch (this) {
      case INIT, LOAD, MUTATE, SCHEMA, MERGE -> true;
      case OPTIMIZE, FENCE, BRANCH_DELETED -> false;
    };
  }
}
