package dev.omnigraph.function;

import dev.omnigraph.access.CedarAuthorizer;
import dev.omnigraph.access.Principal;
import dev.omnigraph.guard.AccessRules;
import dev.omnigraph.guard.Guard;
import dev.omnigraph.id.BranchName;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** By what the process decides about callers. The evaluator is loaded with the first policy. */
@Singleton
public class AccessControl {
  private final CedarAuthorizer authorizer = new CedarAuthorizer();
  private final boolean isOpen;
  private final Set<String> administrators;
  private final Predicate<BranchName> isProtected;

  AccessControl(OmnigraphConfig config) {
    OmnigraphConfig.Access access = config.access();
    this.isOpen = access.withoutPolicy() == OmnigraphConfig.WithoutPolicy.OPEN;
    this.administrators = new HashSet<>(access.administrators().orElse(List.of()));
    this.isProtected = AccessRules.branches(access.protectedBranches());
  }

  /** A caller of a graph. */
  public Guard guard(String graph, Principal caller) {
    return new Guard(
        caller, new AccessRules(graph, authorizer, isOpen, administrators, isProtected));
  }
}
