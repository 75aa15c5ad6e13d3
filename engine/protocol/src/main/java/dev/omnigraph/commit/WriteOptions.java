package dev.omnigraph.commit;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import org.jspecify.annotations.Nullable;

/**
 * Who writes, where, and under which conditions.
 *
 * @param actor from the credential; recorded in the commit
 * @param expectedHead the logical commit that the branch must be at, or null
 * @param idempotencyKey of the caller, scoped to the branch, or null
 */
public record WriteOptions(
    BranchName branch,
    String actor,
    @Nullable CommitId expectedHead,
    @Nullable String idempotencyKey) {

  /** Under no condition. */
  public static WriteOptions on(BranchName branch, String actor) {
    return new WriteOptions(branch, actor, null, null);
  }

  public WriteOptions expecting(@Nullable CommitId head) {
    return new WriteOptions(branch, actor, head, idempotencyKey);
  }

  public WriteOptions by(String who) {
    return new WriteOptions(branch, who, expectedHead, idempotencyKey);
  }

  public WriteOptions keyed(@Nullable String key) {
    return new WriteOptions(branch, actor, expectedHead, key);
  }
}
