package dev.omnigraph.call;

import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.manifest.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What defines a branch, to be brought into force as one commit: each part instead of all that
 * there is of it, or left as it is.
 *
 * @param schema {@code .pg} text, or null
 * @param file display name of the schema in messages
 * @param queries files of stored queries, or null
 * @param policy files of policies, or null; on main only
 * @param allowDrops whether types and properties may go
 * @param allowDataLoss whether what is dropped goes from earlier commits too
 */
public record ApplyRequest(
    @Nullable String schema,
    String file,
    @Nullable Texts queries,
    @Nullable Texts policy,
    boolean allowDrops,
    boolean allowDataLoss,
    WriteOptions options) {

  /** Stored queries alone. */
  public static ApplyRequest ofQueries(Texts queries, WriteOptions options) {
    return new ApplyRequest(null, "", queries, null, false, false, options);
  }

  /** Policies alone. */
  public static ApplyRequest ofPolicy(Texts policy, WriteOptions options) {
    return new ApplyRequest(null, "", null, policy, false, false, options);
  }

  /** Of all that decides what it does; null when there is no key that stands for it. */
  public @Nullable String digest() {
    return options.idempotencyKey() == null
        ? null
        : Sha256.hex(
            allowDataLoss
                + "\n"
                + (queries == null ? "-" : queries.hash())
                + "\n"
                + (policy == null ? "-" : policy.hash())
                + "\n"
                + (schema == null ? "" : schema));
  }
}
