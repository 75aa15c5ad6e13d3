package dev.omnigraph.commit;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.ProtocolError;

/** The name of a new branch is taken. Nothing happened; the branch that has it is there to use. */
public final class BranchExists extends GraphException {
  private static final long serialVersionUID = 1L;

  /**
   * @param head the commit that the branch is at, as far as it is known
   */
  public BranchExists(BranchName name, CommitId head) {
    super(
        of(
                ProtocolError.BRANCH_EXISTS,
                "Branch " + name + " exists already, at commit " + head + ".")
            .with("branch", name.text())
            .with("head", head.text()));
  }
}
