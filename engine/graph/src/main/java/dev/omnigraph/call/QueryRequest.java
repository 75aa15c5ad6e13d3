package dev.omnigraph.call;

import dev.omnigraph.commit.ReadAt;
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
 */
public record QueryRequest(
    String source, String file, @Nullable String name, Map<String, ?> arguments, ReadAt at) {}
