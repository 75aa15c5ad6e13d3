package dev.omnigraph.call;

import dev.omnigraph.commit.BranchHead;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.BranchObject;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A branch that is there.
 *
 * @param head the newest commit that changed something: what a write may expect
 * @param seq of the newest record, upkeep included: may be higher than that of {@code head}
 * @param createdBy who made it
 * @param fork where it began; null for main, which every graph starts with
 */
public record Branch(
    BranchName name,
    BranchId branchId,
    CommitId head,
    long seq,
    Instant createdAt,
    String createdBy,
    @Nullable Fork fork) {

  /**
   * Where a branch began, and how far it and its parent have gone since.
   *
   * <p>{@code ahead} and {@code behind} are numbers of seqs: from the last one that the other side
   * knows, by the fork or by a merge, up to the newest commit that changed something. So 0 means
   * that there is nothing new, for certain; otherwise records of upkeep between two changes are
   * counted too. To tell them apart every record would have to be read, and these numbers cost
   * nothing beyond the two heads, however long the history is.
   *
   * @param parent the name of the branch that it was made from
   * @param parentGone whether no branch of that name has the fork point in its history any more: it
   *     was deleted, and the name may be another's
   * @param commit the fork point: the newest record that both have; it may be one of upkeep
   * @param seq of it
   * @param ahead how much the branch has that its parent has not; what it has since the fork point
   *     when the parent is gone
   * @param behind how much the parent has that the branch has not; null when the parent is gone
   */
  public record Fork(
      BranchName parent,
      boolean parentGone,
      CommitId commit,
      long seq,
      long ahead,
      @Nullable Long behind) {}

  /**
   * The same to whoever knows some branches: one that was made from no other of them tells none.
   */
  public Branch toWhomKnows(Predicate<BranchName> known) {
    return fork == null || known.test(fork.parent())
        ? this
        : new Branch(name, branchId, head, seq, createdAt, createdBy, null);
  }

  /**
   * @param fork null for main
   */
  public static Branch of(BranchHead own, @Nullable Fork fork) {
    BranchObject branch = own.branch();
    return new Branch(
        branch.name(),
        branch.branchId(),
        own.state().logicalCommitId(),
        own.state().seq(),
        branch.createdAt(),
        branch.createdBy(),
        fork);
  }
}
