package dev.omnigraph.call;

import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import org.jspecify.annotations.Nullable;

/**
 * A load.
 *
 * @param file display name of the input in messages
 * @param options of the load as a whole: the expected head holds for the first commit, and each
 *     later one expects the one before; the first commit carries the key as it is, the n-th one
 *     with {@code #n} appended, counted from 0
 * @param createFrom the branch that the load's branch is made from when there is none of its name;
 *     a load of which nothing was committed leaves no branch behind. Null when it has to exist
 * @param type of all entities, by name, where the format is by type; else null
 */
public record LoadRequest(
    String file,
    LoadMode mode,
    WriteOptions options,
    @Nullable BranchName createFrom,
    EntityFormat format,
    @Nullable String type) {

  /** A load of JSON Lines. */
  public LoadRequest(
      String file, LoadMode mode, WriteOptions options, @Nullable BranchName createFrom) {
    this(file, mode, options, createFrom, EntityFormat.JSONL, null);
  }
}
