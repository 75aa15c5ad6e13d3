package dev.omnigraph.call;

import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A change of a branch's schema.
 *
 * @param source the desired schema, {@code .pg} text
 * @param file display name of the source in messages
 * @param allowDrops whether types and properties that the source leaves out go with their data;
 *     when not, such a change is refused
 * @param allowDataLoss whether what is dropped goes from earlier commits too
 */
public record SchemaRequest(
    String source, String file, boolean allowDrops, boolean allowDataLoss, WriteOptions options) {

  /** Of all that decides what the change does; null when there is no key that stands for it. */
  public @Nullable String digest() {
    return options.idempotencyKey() == null ? null : Sha256.hex(allowDataLoss + "\n" + source);
  }
}
