package dev.omnigraph;

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
}
