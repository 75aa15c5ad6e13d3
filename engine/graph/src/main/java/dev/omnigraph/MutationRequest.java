package dev.omnigraph;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A write query.
 *
 * @param arguments as in {@link QueryRequest}
 * @param actor who does it, from the credential; recorded in the commit
 * @param expectedHead the logical commit that the branch must be at, or null
 * @param idempotencyKey of the caller, scoped to the branch, or null
 */
public record MutationRequest(
    String source,
    String file,
    @Nullable String name,
    Map<String, ?> arguments,
    String branch,
    String actor,
    @Nullable String expectedHead,
    @Nullable String idempotencyKey) {}
