package dev.omnigraph.manifest;

import java.util.Locale;

/** What made a commit. */
public enum CommitKind {
  INIT,
  LOAD,
  MUTATE,
  SCHEMA,
  QUERIES,
  POLICY,
  APPLY,
  MERGE,
  REVERT,
  CHERRY_PICK,
  RESTORE,
  OPTIMIZE,
  FENCE,
  BRANCH_DELETED;

  /** As everybody spells it: {@code cherry_pick}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it may take so long that others publish a great many commits meanwhile. */
  public boolean isLong() {
    return switch (this) {
      case LOAD, SCHEMA, APPLY, MERGE, REVERT, CHERRY_PICK, RESTORE, OPTIMIZE -> true;
      case INIT, MUTATE, QUERIES, POLICY, FENCE, BRANCH_DELETED -> false;
    };
  }

  /** Whether it is the protocol's own, and no commit that anybody made. */
  public boolean isControl() {
    return this == FENCE || this == BRANCH_DELETED;
  }

  /** Whether readers and conditional writers see it as a change of the graph. */
  public boolean isLogical() {
    return switch (this) {
      case INIT,
          LOAD,
          MUTATE,
          SCHEMA,
          QUERIES,
          POLICY,
          APPLY,
          MERGE,
          REVERT,
          CHERRY_PICK,
          RESTORE ->
          true;
      case OPTIMIZE, FENCE, BRANCH_DELETED -> false;
    };
  }
}
