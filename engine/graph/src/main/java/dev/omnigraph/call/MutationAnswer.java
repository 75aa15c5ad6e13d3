package dev.omnigraph.call;

import dev.omnigraph.id.CommitId;

/**
 * What a write query did.
 *
 * @param affectedNodes inserted, changed or deleted; one that got the values it had is not
 * @param affectedEdges the same of edges, those deleted with their nodes included
 * @param commitId the commit published, or the branch's head when there was no effect
 * @param replayed whether an earlier delivery of the same idempotency key did the work
 */
public record MutationAnswer(
    String query, long affectedNodes, long affectedEdges, CommitId commitId, boolean replayed) {}
