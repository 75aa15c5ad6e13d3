package dev.omnigraph.guard;

import dev.omnigraph.access.Policies;
import dev.omnigraph.access.Principal;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.schema.Catalog;
import org.jspecify.annotations.Nullable;

/** A caller, and what decides about it. */
public record Guard(Principal principal, AccessRules rules) {

  /**
   * What it may do on a branch, by the policies that are in force.
   *
   * @param catalog of the state that it is about, if there is one
   */
  Permit permit(BranchName branch, Texts policy, @Nullable Catalog catalog) {
    return new Permit(this, branch, new Policies(policy.files()), catalog);
  }
}
