package dev.omnigraph.commit;

import dev.omnigraph.manifest.BranchObject;
import java.time.Instant;

/** Which state of a branch is read. */
public sealed interface ReadAt {
  String branch();

  static ReadAt main() {
    return new Head(BranchObject.MAIN);
  }

  /** The newest. */
  record Head(String branch) implements ReadAt {}

  /** The one that a commit of the branch's history published. */
  record Commit(String branch, String commitId) implements ReadAt {}

  /** The newest that was authored at or before the time. */
  record Time(String branch, Instant time) implements ReadAt {}
}
