package dev.omnigraph.guard;

import dev.omnigraph.access.AccessError;
import dev.omnigraph.access.Action;
import dev.omnigraph.access.Policies;
import dev.omnigraph.access.Principal;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.schema.Catalog;
import org.jspecify.annotations.Nullable;

/** A caller, and what decides about it. */
public record Guard(Principal principal, AccessRules rules) {

  /** The functions of a deployment are its operator's, who has the bucket anyway. */
  boolean isFreeWithoutPolicy() {
    return rules.isOpen() || principal.kind() == Principal.Kind.FUNCTION;
  }

  /**
   * That the caller may make the graph, which has no policy yet.
   *
   * @throws GraphException {@code forbidden}
   */
  public void requireCreation() {
    if (!rules.isOpen() && !rules.isAdministrator(principal)) {
      throw GraphException.of(
              AccessError.FORBIDDEN, principal.actor() + " may not make a graph here.")
          .next("Ask whoever runs the deployment, or have an administrator of it make the graph.")
          .with("principal", principal.text())
          .with("action", Action.ADMIN.text())
          .build();
    }
  }

  /** What it may do on the view's branch. */
  Permit permit(BranchView view) {
    return permit(view.branch(), view.policy(), view.catalog());
  }

  /**
   * What it may do on a branch, by the policies that are in force.
   *
   * @param catalog of the state that it is about, if there is one
   */
  Permit permit(BranchName branch, Texts policy, @Nullable Catalog catalog) {
    return new Permit(this, branch, new Policies(policy.files()), catalog);
  }
}
