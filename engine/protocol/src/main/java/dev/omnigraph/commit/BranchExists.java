package dev.omnigraph.commit;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.ProtocolError;

/** The name of a new branch is taken. Nothing happened; the branch that has it is there to use. */
public final class BranchExists extends GraphException {
  private static final long serialVersionUID = 1L;

  public BranchExists(BranchName name) {
    super(
        of(ProtocolError.BRANCH_EXISTS, "Branch " + name + " exists already.")
            .with("branch", name.text()));
  }
}
