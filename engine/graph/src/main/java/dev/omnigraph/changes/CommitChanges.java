package dev.omnigraph.changes;

import dev.omnigraph.call.Commit;
import dev.omnigraph.call.CommitChangesAnswer;
import dev.omnigraph.call.CommitChangesRequest;
import dev.omnigraph.call.DiffAnswer;
import dev.omnigraph.commit.Ancestry;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ManifestRecord;
import java.util.List;
import java.util.function.BiConsumer;

/** What a commit changed: the diff of its state and of the one before it on its chain. */
public final class CommitChanges {
  private final Ancestry ancestry;
  private final BiConsumer<BranchView, BranchView> mayTell;

  /**
   * @param mayTell told of a state and one before it; throws, if what that has may not be told
   */
  public CommitChanges(Ancestry ancestry, BiConsumer<BranchView, BranchView> mayTell) {
    this.ancestry = ancestry;
    this.mayTell = mayTell;
  }

  /**
   * A page of it.
   *
   * @param at the state that the commit published; stays the caller's
   * @throws GraphException {@code changes_cursor}, {@code unknown_type}, {@code data_gone} when
   *     cleanup may have taken the state before it
   */
  public CommitChangesAnswer of(BranchView at, CommitChangesRequest request) {
    long before = at.seq() - 1;
    ManifestRecord record = ancestry.chain(at, before).getLast();
    Commit cause = Commit.of(record, request.branch(), at.catalog());
    if (record.parentCommitId() == null || !record.kind().isLogical()) {
      return new CommitChangesAnswer(cause, List.of(), List.of(), null);
    }
    try (BranchView parent = ancestry.open(at, before)) {
      mayTell.accept(at, parent);
      DiffAnswer diff =
          new Diff(parent, at, ancestry, request.filter()).page(request.limit(), request.after());
      return new CommitChangesAnswer(cause, diff.schema(), diff.changes(), diff.next());
    }
  }
}
