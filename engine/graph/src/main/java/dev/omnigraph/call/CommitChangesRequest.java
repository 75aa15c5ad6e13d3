package dev.omnigraph.call;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import org.jspecify.annotations.Nullable;

/**
 * What a commit changed.
 *
 * @param branch in whose history the commit is
 * @param limit changes at most, at least 1
 * @param after where the answer before ended, as that said; null for the beginning
 */
public record CommitChangesRequest(
    BranchName branch, CommitId commitId, ChangeFilter filter, int limit, @Nullable String after) {
  public CommitChangesRequest {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit);
    }
  }

  /** Of all changes, the first. */
  public static CommitChangesRequest of(BranchName branch, CommitId commitId) {
    return new CommitChangesRequest(branch, commitId, ChangeFilter.ALL, DiffRequest.LIMIT, null);
  }
}
