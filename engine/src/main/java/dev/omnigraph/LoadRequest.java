package dev.omnigraph;

import org.jspecify.annotations.Nullable;

/**
 * A load of JSON Lines.
 *
 * @param file display name of the input in messages
 * @param actor who does it, from the credential; recorded in the commit
 */
public record LoadRequest(
    String file,
    Mode mode,
    String branch,
    String actor,
    @Nullable String expectedHead,
    @Nullable String idempotencyKey) {

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
