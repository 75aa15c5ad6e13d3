package dev.omnigraph.call;

import dev.omnigraph.commit.WriteOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A write query.
 *
 * @param source {@code .gq} text with one or more queries
 * @param file display name of the source in messages
 * @param name the query to run; null when the source has only one
 * @param arguments as in {@link QueryRequest}
 */
public record MutationRequest(
    String source,
    String file,
    @Nullable String name,
    Map<String, ?> arguments,
    WriteOptions options) {

  /** Of all that decides what the mutation does; null when there is no key that stands for it. */
  public @Nullable String digest() {
    return options.idempotencyKey() == null
        ? null
        : Digest.of(
            (name == null ? "" : name) + "\n" + Digest.canonical(arguments) + "\n" + source);
  }
}
