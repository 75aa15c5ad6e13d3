package dev.omnigraph.mutate;

import org.jspecify.annotations.Nullable;

/**
 * What a mutation did.
 *
 * @param affectedNodes inserted, changed or deleted; one that got the values it had is not
 * @param affectedEdges the same of edges, those deleted with their nodes included
 * @param commitId null when there was no effect
 */
public record MutationResult(
    String query, long affectedNodes, long affectedEdges, @Nullable String commitId) {}
