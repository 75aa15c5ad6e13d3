package dev.omnigraph.merge;

import dev.omnigraph.manifest.ChangeSet;
import java.util.Set;

/**
 * The entities of one table that a plan decided about one by one.
 *
 * @param ids of all of them
 * @param forOther how the outcome differs from what the other side has
 */
record Decided(Set<String> ids, ChangeSet.Inline forOther) {
  static final Decided NONE = new Decided(Set.of(), ChangeSet.Inline.NONE);
}
