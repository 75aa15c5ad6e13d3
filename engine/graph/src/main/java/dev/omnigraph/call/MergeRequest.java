package dev.omnigraph.call;

import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A merge of one branch into another.
 *
 * @param source what is merged: a branch as it is when the call begins, or one of its commits
 * @param options of the target
 * @param prefer which side decides where both changed the same
 * @param resolutions at most one for an entity; they come before the preference
 * @param deletesSource whether the source's branch is deleted once its head is merged
 */
public record MergeRequest(
    ReadAt source,
    WriteOptions options,
    Prefer prefer,
    List<Resolution> resolutions,
    boolean deletesSource) {
  public MergeRequest {
    resolutions = List.copyOf(resolutions);
  }

  /** Which side decides. */
  public enum Prefer {
    /** Neither: it is a conflict. */
    NONE,
    SOURCE,
    TARGET
  }

  /** Of a branch into another, without any preference. */
  public static MergeRequest of(ReadAt source, WriteOptions options) {
    return new MergeRequest(source, options, Prefer.NONE, List.of(), false);
  }

  public MergeRequest preferring(Prefer side) {
    return new MergeRequest(source, options, side, resolutions, deletesSource);
  }

  public MergeRequest resolving(List<Resolution> decisions) {
    return new MergeRequest(source, options, prefer, decisions, deletesSource);
  }

  public MergeRequest deletingSource(boolean deletes) {
    return new MergeRequest(source, options, prefer, resolutions, deletes);
  }

  /** Of all that decides what the merge does; null when there is no key that stands for it. */
  public @Nullable String digest() {
    return options.idempotencyKey() == null
        ? null
        : Sha256.hex("merge\n" + source + "\n" + prefer + "\n" + resolutions);
  }
}
