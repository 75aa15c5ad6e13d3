package dev.omnigraph.soak;

import org.jspecify.annotations.Nullable;

/**
 * One delivery of an operation to a worker, and what came of it.
 *
 * @param actor names the operation in the log; the same for all deliveries of it
 * @param key idempotency key, or null for an operation that is delivered once
 * @param from the newest seq when it was sent
 * @param through the newest seq when its reply came, or at the end of the run
 * @param reply null when there was none: the worker died
 */
record Attempt(
    Op op, String actor, @Nullable String key, long from, long through, @Nullable Reply reply) {}
