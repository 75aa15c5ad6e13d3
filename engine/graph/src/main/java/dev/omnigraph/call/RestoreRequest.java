package dev.omnigraph.call;

import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A branch brought back to what it was at one of its commits, by a new commit.
 *
 * @param commit of the branch's history
 */
public record RestoreRequest(CommitId commit, WriteOptions options) {
  /** Of all that decides what it does; null when there is no key that stands for it. */
  public @Nullable String digest() {
    return options.idempotencyKey() == null ? null : Sha256.hex("restore\n" + commit);
  }
}
