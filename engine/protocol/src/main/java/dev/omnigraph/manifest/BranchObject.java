package dev.omnigraph.manifest;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A branch: who it is, and a hint of where its log is.
 *
 * @param branchId minted with the branch: a namesake created later has another
 * @param lineage the states it was forked from, its parent's first
 * @param nonce fresh in every write, so that equal content still changes the ETag
 * @param hint the state at some recent seq, never ahead of the log; null when it is unusable, and
 *     then the log is probed
 */
public record BranchObject(
    String name,
    String branchId,
    Status status,
    Instant createdAt,
    List<Fork> lineage,
    String nonce,
    @Nullable ManifestState hint) {
  /** The branch that every graph has. */
  public static final String MAIN = "main";

  public BranchObject {
    lineage = List.copyOf(lineage);
  }

  /** Where a branch is in its life; it only moves on. */
  public enum Status {
    /** Being created: keeps its data from cleanup, and is invisible to everything else. */
    PENDING,
    LIVE,
    /** Its log has ended. */
    DELETED
  }

  /** Records up to {@code seq} are those of the branch {@code branchId}. */
  public record Fork(String branchId, long seq, String commitId) {}

  public BranchObject with(Status next, String freshNonce) {
    return new BranchObject(name, branchId, next, createdAt, lineage, freshNonce, hint);
  }

  public BranchObject with(ManifestState newHint, String freshNonce) {
    return new BranchObject(name, branchId, status, createdAt, lineage, freshNonce, newHint);
  }

  /** The newest seq that is not this branch's own. */
  public long forkSeq() {
    return lineage.isEmpty() ? 0 : lineage.getFirst().seq();
  }

  /** The id under which the record of a seq of this branch's history is stored. */
  public String ownerOf(long seq) {
    String owner = branchId;
    for (Fork fork : lineage) {
      if (seq > fork.seq()) {
        return owner;
      }
      owner = fork.branchId();
    }
    return owner;
  }
}
