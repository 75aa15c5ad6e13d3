package dev.omnigraph.jsonl;

import dev.omnigraph.commit.CommitRequest;

/**
 * A load to run.
 *
 * @param file display name of the input in messages
 * @param commit who writes, where and under which conditions; {@code expectedHead} holds for the
 *     first commit, and each later one expects the one before
 * @param idempotencyKey of the caller, or null: the first commit carries it as it is, the n-th one
 *     with {@code #n} behind it, counted from 0
 */
public record LoadJob(
    String file,
    LoadMode mode,
    CommitRequest commit,
    @org.jspecify.annotations.Nullable String idempotencyKey) {}
