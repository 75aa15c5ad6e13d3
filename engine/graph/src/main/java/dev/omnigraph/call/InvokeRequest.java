package dev.omnigraph.call;

import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a stored query.
 *
 * @param arguments as in {@link QueryRequest}
 * @param at where it reads, and whose queries are meant
 * @param options if it writes; of the branch that {@code at} is the head of
 * @param readsOnly whether a query that writes is refused
 */
public record InvokeRequest(
    String name, Map<String, ?> arguments, ReadAt at, WriteOptions options, boolean readsOnly) {

  public InvokeRequest(String name, Map<String, ?> arguments, ReadAt at, WriteOptions options) {
    this(name, arguments, at, options, false);
  }

  /** The same, if it reads. */
  public InvokeRequest readingOnly() {
    return new InvokeRequest(name, arguments, at, options, true);
  }

  /** Of all that decides what a call that writes does; null without a key that stands for it. */
  public @Nullable String digest() {
    return new MutationRequest("", "", name, arguments, options).digest();
  }
}
