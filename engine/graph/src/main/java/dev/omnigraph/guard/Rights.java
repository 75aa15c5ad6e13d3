package dev.omnigraph.guard;

import dev.omnigraph.access.Action;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a caller may do on a branch, with the branch as a whole or with some of its types.
 *
 * @param actions all, for whoever owns the graph
 */
public record Rights(Set<Action> actions) {
  public static final Rights ALL = new Rights(EnumSet.allOf(Action.class));

  public Rights {
    actions = Set.copyOf(actions);
  }

  public boolean may(Action action) {
    return actions.contains(action);
  }

  /** What may be done on one branch or the other. */
  public Rights or(Rights other) {
    EnumSet<Action> both = EnumSet.noneOf(Action.class);
    both.addAll(actions);
    both.addAll(other.actions);
    return new Rights(both);
  }
}
