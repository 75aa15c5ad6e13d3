package dev.omnigraph.protocol.log;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ManifestState;

/**
 * A branch as it was read: its object, and the state that was newest at an instant after that.
 *
 * @param etag of the branch object
 * @param ended whether the state's newest record is the terminal one
 */
public record Head(BranchObject branch, String etag, ManifestState state, boolean ended) {

  public BranchName name() {
    return branch.name();
  }

  public BranchId branchId() {
    return branch.branchId();
  }

  public Head at(BranchLog.Advance advance) {
    return new Head(branch, etag, advance.state(), advance.ended());
  }
}
