package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import org.jspecify.annotations.Nullable;

/** Takes the steps that are possible in a state. */
@FunctionalInterface
interface Steps {
  /**
   * One atomic request to the store, or something that happens to one.
   *
   * @param seam of the engine before that request; null for what the engine has no seam for
   */
  void add(String who, @Nullable Seam seam, String what, State next);
}
