package dev.omnigraph;

import dev.omnigraph.store.IoStats;

/**
 * What a write query did.
 *
 * @param commitId the commit published, or the branch's head when there was no effect
 * @param replayed whether an earlier delivery of the same idempotency key did the work
 */
public record MutationAnswer(
    String query,
    long affectedNodes,
    long affectedEdges,
    String commitId,
    boolean replayed,
    IoStats io) {}
