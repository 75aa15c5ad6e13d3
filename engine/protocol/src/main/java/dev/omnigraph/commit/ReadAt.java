package dev.omnigraph.commit;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.time.Instant;

/** Which state of a branch is read. */
public sealed interface ReadAt {
  BranchName branch();

  static ReadAt main() {
    return new Head(BranchName.MAIN);
  }

  /** The newest. */
  record Head(BranchName branch) implements ReadAt {}

  /** The one that a commit of the branch's history published. */
  record Commit(BranchName branch, CommitId commitId) implements ReadAt {}

  /** The newest that was authored at or before the time. */
  record Time(BranchName branch, Instant time) implements ReadAt {}
}
