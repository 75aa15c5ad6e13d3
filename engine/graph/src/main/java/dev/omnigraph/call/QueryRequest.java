package dev.omnigraph.call;

import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.query.Window;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A read query.
 *
 * @param source {@code .gq} text with one or more queries
 * @param file display name of the source in messages
 * @param name the query to run; null when the source has only one
 * @param arguments JSON-shaped values by parameter name: String, Boolean, Integer, Long,
 *     BigInteger, Double, BigDecimal, List, null
 * @param window the part of the answer that is asked for; null for all of it
 */
public record QueryRequest(
    String source,
    String file,
    @Nullable String name,
    Map<String, ?> arguments,
    ReadAt at,
    @Nullable Window window) {

  /** For the whole answer. */
  public QueryRequest(
      String source, String file, @Nullable String name, Map<String, ?> arguments, ReadAt at) {
    this(source, file, name, arguments, at, null);
  }

  /** The same for a part of the answer on a state. */
  public QueryRequest within(ReadAt state, Window part) {
    return new QueryRequest(source, file, name, arguments, state, part);
  }
}
