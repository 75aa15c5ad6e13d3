package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.StateCodec;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.PutOutcome;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is derived from the log: hints, checkpoints, marks. Failing to write it can fail no write.
 */
public final class DerivedState {
  private static final Logger LOG = LoggerFactory.getLogger(DerivedState.class);
  private static final int TRIES = 3;

  private final Requests requests;
  private final BranchLog log;
  private final Environment environment;

  public DerivedState(Requests requests, BranchLog log, Environment environment) {
    this.requests = requests;
    this.log = log;
    this.environment = environment;
  }

  /**
   * Refreshes the hint of a branch as it was read, and once more as it is when it has moved.
   *
   * @param state that was published; it must be in the log already
   * @param hasMoved whether it is known that the branch object is another by now
   */
  public void refreshHint(Head head, ManifestState state, boolean hasMoved) {
    try {
      if (hasMoved
          || (isNewer(head.branch(), state) && !replaced(head.branch(), state, head.etag()))) {
        Optional<BranchLog.Found> found = log.branch(Seam.HINT_READ, head.name());
        if (found.isPresent() && isNewer(found.get().branch(), state)) {
          replaced(found.get().branch(), state, found.get().etag());
        }
      }
    } catch (GraphException e) {
      LOG.info("the hint of branch {} stays behind: {}", head.name(), e.getMessage());
    }
  }

  /** Writes the checkpoint when the state is due for one. */
  public void checkpoint(ManifestState state) {
    if (state.seq() % BranchLog.CHECKPOINT_EVERY != 0) {
      return;
    }
    try {
      requests.create(
          Seam.CHECKPOINT,
          ObjectKeys.checkpoint(state.branchId(), state.seq()),
          StateCodec.encode(state));
    } catch (GraphException e) {
      LOG.info("no checkpoint at seq {}: {}", state.seq(), e.getMessage());
    }
  }

  /**
   * The same as {@link #markDeleted(BranchName, BranchId)}, with one request where nobody has
   * written the branch object since it was read.
   */
  public boolean markDeleted(Head head) {
    try {
      BranchObject marked = head.branch().with(Status.DELETED, nonce());
      if (replace(Seam.BRANCH_MARK, marked, head.etag()) instanceof PutOutcome.Done) {
        return true;
      }
    } catch (GraphException e) {
      LOG.info("branch {} is not marked deleted yet: {}", head.name(), e.getMessage());
      return false;
    }
    return markDeleted(head.name(), head.branchId());
  }

  /** Marks a branch whose log has ended; false when that is left to the next who finds it. */
  public boolean markDeleted(BranchName name, BranchId branchId) {
    try {
      for (int i = 0; i < TRIES; i++) {
        Optional<BranchLog.Found> found = log.branch(Seam.BRANCH_MARK_READ, name);
        if (found.isEmpty()
            || !found.get().branch().branchId().equals(branchId)
            || found.get().branch().status() == Status.DELETED) {
          return true;
        }
        BranchObject marked = found.get().branch().with(Status.DELETED, nonce());
        if (replace(Seam.BRANCH_MARK, marked, found.get().etag()) instanceof PutOutcome.Done) {
          return true;
        }
      }
    } catch (GraphException e) {
      LOG.info("branch {} is not marked deleted yet: {}", name, e.getMessage());
    }
    return false;
  }

  private boolean replaced(BranchObject branch, ManifestState hint, String etag) {
    return replace(Seam.HINT, branch.with(hint, nonce()), etag) instanceof PutOutcome.Done;
  }

  private PutOutcome replace(Seam seam, BranchObject branch, String etag) {
    return requests.replace(seam, ObjectKeys.branch(branch.name()), branch.encode(), etag);
  }

  private String nonce() {
    return environment.ulids().get();
  }

  /** Never another branch's, never a dead one's, never backwards. */
  private static boolean isNewer(BranchObject branch, ManifestState state) {
    ManifestState hint = branch.hint();
    return branch.branchId().equals(state.branchId())
        && branch.status() == Status.LIVE
        && (hint == null || hint.seq() < state.seq());
  }
}
