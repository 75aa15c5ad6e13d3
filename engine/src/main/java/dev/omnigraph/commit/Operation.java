package dev.omnigraph.commit;

import dev.omnigraph.manifest.CommitKind;

/**
 * A write as the protocol sees it. {@link #prepare} runs again, on a newer view, when a lost race
 * touched what it rested on; so it keeps nothing between calls.
 */
public interface Operation<R> {
  CommitKind kind();

  /**
   * Reads, evaluates and validates everything against the view plus its own rows, and writes
   * nothing.
   *
   * @throws dev.omnigraph.error.GraphException if the operation must not happen
   */
  Proposal<R> prepare(View view);
}
