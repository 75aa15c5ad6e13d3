package dev.omnigraph.manifest;

import java.time.Instant;
import java.util.ArrayList;
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

  /** A branch without a parent, at its first state. */
  public static BranchObject first(String name, ManifestState state, String nonce) {
    return new BranchObject(
        name, state.branchId(), Status.LIVE, state.authoredAt(), List.of(), nonce, state);
  }

  /** What is left to know of a branch whose name is gone. */
  public static BranchObject ended(String name, String branchId, Instant createdAt) {
    return new BranchObject(name, branchId, Status.DELETED, createdAt, List.of(), "", null);
  }

  /**
   * A pending branch that starts from a state of this one.
   *
   * @param state of this branch's history
   */
  public BranchObject fork(
      String newName, String newId, ManifestState state, Instant now, String freshNonce) {
    List<Fork> line = new ArrayList<>();
    line.add(new Fork(ownerOf(state.seq()), state.seq(), state.commitId()));
    lineage.stream().filter(fork -> fork.seq() < state.seq()).forEach(line::add);
    return new BranchObject(
        newName, newId, Status.PENDING, now, line, freshNonce, state.forkedTo(newId));
  }

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
