package dev.omnigraph.error;

/** What a caller can do about a failure; the HTTP layer maps each kind to one status. */
public enum ErrorKind {
  /** The input is wrong; the same call can never succeed. */
  INVALID,
  /** The named graph, branch, commit, type or query does not exist. */
  NOT_FOUND,
  /** It existed and is gone for good: a deleted branch, data below the cleanup horizon. */
  GONE,
  /** The state of the graph forbids it: a key that exists, a constraint, a divergent merge. */
  CONFLICT,
  /** The caller named an expected state, and the graph is in another. */
  PRECONDITION,
  /** Larger than a documented limit. */
  TOO_LARGE,
  /** The actor may not do this, or the process may not reach the store. */
  FORBIDDEN,
  /** Transient: nothing happened, and the same call may succeed later. */
  UNAVAILABLE,
  /** The write may or may not have happened; the details carry the operation id to ask with. */
  UNKNOWN_OUTCOME,
  /** A defect, or data that the engine cannot have written. */
  INTERNAL
}
