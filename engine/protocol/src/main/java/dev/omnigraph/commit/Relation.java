package dev.omnigraph.commit;

import dev.omnigraph.manifest.CommitPoint;
import java.util.List;

/**
 * How two commits are related.
 *
 * @param bases the nearest common ancestors, none of which is an ancestor of another: one, or
 *     several after crosswise merges; in the order of branch ids
 * @param oursAfter the greatest seq on the chain of {@code ours} that {@code theirs} knows: what is
 *     new in {@code ours} comes after it
 * @param theirsAfter the same the other way round
 * @param learned what a merge of {@code theirs} into {@code ours} makes known beyond {@code theirs}
 *     itself, in the order of branch ids
 */
public record Relation(
    CommitPoint ours,
    CommitPoint theirs,
    List<CommitPoint> bases,
    long oursAfter,
    long theirsAfter,
    List<CommitPoint> learned) {
  public Relation {
    bases = List.copyOf(bases);
    learned = List.copyOf(learned);
  }

  /** Whether {@code theirs} is an ancestor of {@code ours}, or the same. */
  public boolean isUpToDate() {
    return theirsAfter == theirs.seq();
  }

  /** Whether {@code ours} is an ancestor of {@code theirs}, or the same. */
  public boolean isFastForward() {
    return oursAfter == ours.seq();
  }

  /** What the record of the merge says. */
  public Merged merged() {
    return new Merged(theirs, learned);
  }
}
