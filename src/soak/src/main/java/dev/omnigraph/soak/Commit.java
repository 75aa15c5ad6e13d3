package dev.omnigraph.soak;

import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A record, the graph that was published with it, and what it has in its past. */
final class Commit {
  private final int number;
  private final long at;
  private final ManifestRecord record;
  private final ManifestState folded;
  private final State state;
  private final @Nullable Commit parent;
  private final Commit logical;
  private final BitSet ancestors = new BitSet();

  /**
   * @param number of all commits of the graph, in the order of their publication
   * @param at the instant of its publication
   * @param folded what the branch's records up to it say together
   * @param state what the plain model has
   * @param parent before it on its chain; null for the first of the graph
   * @param merged its second parent, or null
   */
  Commit(
      int number,
      long at,
      ManifestRecord record,
      ManifestState folded,
      State state,
      @Nullable Commit parent,
      @Nullable Commit merged) {
    this.number = number;
    this.at = at;
    this.record = record;
    this.folded = folded;
    this.state = state;
    this.parent = parent;
    this.logical = parent == null || record.kind().isLogical() ? this : parent.logical;
    ancestors.set(number);
    if (parent != null) {
      ancestors.or(parent.ancestors);
    }
    if (merged != null) {
      ancestors.or(merged.ancestors);
    }
  }

  int number() {
    return number;
  }

  long at() {
    return at;
  }

  long seq() {
    return record.seq();
  }

  CommitId id() {
    return record.commitId();
  }

  ManifestRecord record() {
    return record;
  }

  ManifestState folded() {
    return folded;
  }

  State state() {
    return state;
  }

  @Nullable Commit parent() {
    return parent;
  }

  /** The newest that callers see, this one included. */
  Commit logical() {
    return logical;
  }

  /** Whether the other is this or came into it by its parents. */
  boolean has(Commit other) {
    return ancestors.get(other.number);
  }

  /** The numbers of all that it has. */
  BitSet ancestors() {
    return ancestors;
  }
}
