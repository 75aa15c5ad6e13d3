package dev.omnigraph.commit;

import java.time.Instant;

/** Which state of a branch is read. */
public sealed interface ReadSpec {
  String branch();

  /** The newest. */
  record Head(String branch) implements ReadSpec {}

  /** The one that a commit of the branch's history published. */
  record Commit(String branch, String commitId) implements ReadSpec {}

  /** The newest that was authored at or before the time. */
  record Time(String branch, Instant time) implements ReadSpec {}
}
