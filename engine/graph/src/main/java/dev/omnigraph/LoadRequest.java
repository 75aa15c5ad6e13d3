package dev.omnigraph;

import org.jspecify.annotations.Nullable;

/**
 * A load of JSON Lines.
 *
 * @param file display name of the input in messages
 * @param actor who does it, from the credential; recorded in the commit
 * @param createFrom the branch that {@code branch} is made from when there is none of its name; a
 *     load of which nothing was committed leaves no branch behind. Null when it has to exist
 */
public record LoadRequest(
    String file,
    Mode mode,
    String branch,
    String actor,
    @Nullable String expectedHead,
    @Nullable String idempotencyKey,
    @Nullable String createFrom) {

  /** Into a branch that exists. */
  public LoadRequest(
      String file,
      Mode mode,
      String branch,
      String actor,
      @Nullable String expectedHead,
      @Nullable String idempotencyKey) {
    this(file, mode, branch, actor, expectedHead, idempotencyKey, null);
  }

  /** What happens to what is there already. */
  public enum Mode {
    /** Strict insert: an existing id is a conflict. */
    APPEND,
    /** Upsert. */
    MERGE,
    /** The types present in the input are replaced as a whole. */
    OVERWRITE
  }
}
