package dev.omnigraph.call;

import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one commit did, done again or undone on a branch.
 *
 * @param of the branch whose history has the commit
 * @param options of the branch that is written
 * @param prefer which side decides where the branch changed the same: the source is what the
 *     commit, or its undoing, makes of an entity
 * @param resolutions at most one for an entity; they come before the preference
 */
public record PickRequest(
    Direction direction,
    BranchName of,
    CommitId commit,
    WriteOptions options,
    Prefer prefer,
    List<Resolution> resolutions) {
  public PickRequest {
    resolutions = List.copyOf(resolutions);
  }

  /** Which way. */
  public enum Direction {
    REVERT,
    CHERRY_PICK
  }

  /** Undoes a commit of the branch itself. */
  public static PickRequest revert(CommitId commit, WriteOptions options) {
    return new PickRequest(
        Direction.REVERT, options.branch(), commit, options, Prefer.NONE, List.of());
  }

  /** Does what a commit of another branch did. */
  public static PickRequest cherryPick(BranchName of, CommitId commit, WriteOptions options) {
    return new PickRequest(Direction.CHERRY_PICK, of, commit, options, Prefer.NONE, List.of());
  }

  public PickRequest preferring(Prefer side) {
    return new PickRequest(direction, of, commit, options, side, resolutions);
  }

  public PickRequest resolving(List<Resolution> decisions) {
    return new PickRequest(direction, of, commit, options, prefer, decisions);
  }

  /** Of all that decides what it does; null when there is no key that stands for it. */
  public @Nullable String digest() {
    return options.idempotencyKey() == null
        ? null
        : Sha256.hex(direction + "\n" + of + "\n" + commit + "\n" + prefer + "\n" + resolutions);
  }
}
