package dev.omnigraph.commit;

import dev.omnigraph.manifest.Texts;
import dev.omnigraph.manifest.TextsInForce;
import org.jspecify.annotations.Nullable;

/**
 * Texts that a commit brings into force.
 *
 * @param queries instead of all stored queries; null when they stay
 * @param policy instead of all policies; null when they stay
 */
public record NewTexts(@Nullable Texts queries, @Nullable Texts policy) {

  /** What is in force with them. */
  public TextsInForce after(TextsInForce before) {
    TextsInForce after = queries == null ? before : before.withQueries(queries.hash());
    return policy == null ? after : after.withPolicy(policy.hash());
  }
}
