package dev.omnigraph;

import dev.omnigraph.commit.ReadSpec;
import java.time.Instant;

/** Which state of a branch is read. */
public sealed interface ReadAt {
  String branch();

  /** The newest commit. */
  record Head(String branch) implements ReadAt {}

  /** The state that a commit of the branch published. */
  record Commit(String branch, String commitId) implements ReadAt {}

  /** The newest state authored at or before the time. */
  record Time(String branch, Instant time) implements ReadAt {}

  static ReadAt main() {
    return new Head(Graph.MAIN);
  }

  /** The same, as the protocol names it. */
  default ReadSpec spec() {
    return switch (this) {
      case Head head -> new ReadSpec.Head(head.branch());
      case Commit commit -> new ReadSpec.Commit(commit.branch(), commit.commitId());
      case Time time -> new ReadSpec.Time(time.branch(), time.time());
    };
  }
}
