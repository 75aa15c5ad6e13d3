package dev.omnigraph.access;

import dev.omnigraph.error.GraphException;

/** Decides by policies, and by nothing else: the same question has the same answer. */
public interface Authorizer {

  /**
   * Whether the principal may. Not without a policy that allows it, and not against one that
   * forbids it.
   *
   * @throws GraphException {@code policy_syntax}, {@code policy_too_large}: policies that {@link
   *     Policies#check} would refuse; {@code evaluator_unavailable}
   */
  Decision decide(Policies policies, Principal principal, Action action, Resource resource);
}
