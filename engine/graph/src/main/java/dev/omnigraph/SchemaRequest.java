package dev.omnigraph;

import org.jspecify.annotations.Nullable;

/**
 * A change of a branch's schema.
 *
 * @param source the desired schema, {@code .pg} text
 * @param file display name of the source in messages
 * @param allowDrops whether types and properties that the source leaves out go with their data;
 *     when not, such a change is refused
 * @param allowDataLoss whether what is dropped goes from earlier commits too
 * @param actor who does it, from the credential; recorded in the commit
 * @param expectedHead the logical commit that the branch must be at, or null
 * @param idempotencyKey of the caller, scoped to the branch, or null
 */
public record SchemaRequest(
    String source,
    String file,
    boolean allowDrops,
    boolean allowDataLoss,
    String branch,
    String actor,
    @Nullable String expectedHead,
    @Nullable String idempotencyKey) {

  /** Everything that the source leaves out goes. */
  public SchemaRequest(
      String source,
      String file,
      boolean allowDataLoss,
      String branch,
      String actor,
      @Nullable String expectedHead,
      @Nullable String idempotencyKey) {
    this(source, file, true, allowDataLoss, branch, actor, expectedHead, idempotencyKey);
  }
}
