package dev.omnigraph.commit;

import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.view.View;

/** A {@link View} of a branch at one of its states. */
public interface BranchView extends View {
  /** Everything the manifest says at this commit. */
  ManifestState state();

  /** The branch's own id, also when the state is one of an ancestor. */
  String branchId();
}
