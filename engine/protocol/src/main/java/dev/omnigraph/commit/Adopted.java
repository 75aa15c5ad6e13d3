package dev.omnigraph.commit;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.CommitPoint;

/**
 * A state whose data an operation may make its own, and the branch that keeps it until cleanup
 * knows of the operation.
 *
 * @param branch the branch's name, which must still be its own when the operation has armed
 * @param point a state of the branch's history
 */
public record Adopted(BranchName branch, BranchId branchId, CommitPoint point) {
  /** The state that a view was opened at. */
  public static Adopted of(BranchView view) {
    return new Adopted(view.branch(), view.branchId(), view.point());
  }
}
