package dev.omnigraph;

import dev.omnigraph.call.Branch;
import dev.omnigraph.commit.BranchFork;
import dev.omnigraph.commit.BranchHead;
import dev.omnigraph.commit.Divergence;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.protocol.Repository;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Branches as callers see them: each beside the branch that it was made from. */
final class BranchDetails {
  private final Repository repository;

  BranchDetails(Repository repository) {
    this.repository = repository;
  }

  List<Branch> all() {
    Map<BranchName, BranchHead> live = new TreeMap<>();
    repository.heads().forEach(head -> live.put(head.branch().name(), head));
    return live.values().stream()
        .map(
            own -> {
              BranchName parent = own.branch().parent();
              return parent == null
                  ? Branch.of(own, null)
                  : Branch.of(own, fork(own, parent, live.get(parent)));
            })
        .toList();
  }

  Branch one(BranchName name) {
    BranchHead own = repository.head(name);
    BranchName parent = own.branch().parent();
    return parent == null ? Branch.of(own, null) : Branch.of(own, fork(own, parent, find(parent)));
  }

  Branch of(BranchFork fork) {
    BranchHead made = fork.made();
    return Branch.of(made, fork(made, fork.source().branch().name(), fork.source()));
  }

  private @Nullable BranchHead find(BranchName name) {
    try {
      return repository.head(name);
    } catch (GraphException e) {
      if (e.is(ProtocolError.BRANCH_NOT_FOUND) || e.is(ProtocolError.BRANCH_DELETED)) {
        return null;
      }
      throw e;
    }
  }

  /**
   * @param there the live branch of the parent's name, which may be another one
   */
  private Branch.Fork fork(BranchHead own, BranchName parent, @Nullable BranchHead there) {
    CommitPoint point = own.branch().lineage().getFirst();
    if (there == null || !hasInItsHistory(there, point)) {
      long ahead = since(point.seq(), own.state());
      return new Branch.Fork(parent, true, point.commitId(), point.seq(), ahead, null);
    }
    Divergence divergence = repository.divergence(own, there);
    return new Branch.Fork(
        parent,
        false,
        point.commitId(),
        point.seq(),
        since(divergence.oursAfter(), own.state()),
        since(divergence.theirsAfter(), there.state()));
  }

  private static boolean hasInItsHistory(BranchHead head, CommitPoint point) {
    return head.state().seq() >= point.seq()
        && head.branch().ownerOf(point.seq()).equals(point.branchId());
  }

  /** Up to the newest commit that changed something. */
  private static long since(long seq, ManifestState state) {
    return Math.max(0, state.logicalCommitId().seq().orElse(seq) - seq);
  }
}
