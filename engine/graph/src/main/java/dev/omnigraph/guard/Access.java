package dev.omnigraph.guard;

import dev.omnigraph.access.Action;
import dev.omnigraph.access.Principal;
import dev.omnigraph.id.BranchName;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * What a caller is told of itself: who it is, and what it may do on a branch. It follows from what
 * the caller can try out in any case, and so tells nothing else.
 *
 * @param isAdministrator whether it may do everything whatever policies say
 * @param hasPolicies whether policies decide, or only how the process treats graphs without any
 * @param actions what it may do with all of the branch, or with the graph where that is what an
 *     action is of; in the order of {@link Action}
 * @param parts what it may do with some only, by action: names of types, and of stored queries for
 *     {@link Action#INVOKE_QUERY}, in order
 */
public record Access(
    Principal principal,
    boolean isAdministrator,
    boolean hasPolicies,
    BranchName branch,
    Set<Action> actions,
    SortedMap<Action, List<String>> parts) {
  public Access {
    actions = Collections.unmodifiableSet(actions);
    parts = Collections.unmodifiableSortedMap(parts);
  }
}
