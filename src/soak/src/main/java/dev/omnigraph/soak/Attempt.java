package dev.omnigraph.soak;

import dev.omnigraph.id.BranchName;
import org.jspecify.annotations.Nullable;

/**
 * One delivery of an operation to a worker, and what came of it.
 *
 * @param branch that is written, read, made or deleted
 * @param actor names the operation in the log; the same for all deliveries of it
 * @param key idempotency key, or null for an operation that is delivered once
 * @param from the instant at which it was sent
 * @param through the instant at which its reply came, or at the end of the run
 * @param reply null when there was none: the worker died
 */
record Attempt(
    Op op,
    BranchName branch,
    String actor,
    @Nullable String key,
    long from,
    long through,
    @Nullable Reply reply) {
  /** For messages. */
  String what() {
    return "%s of %s on %s".formatted(op, actor, branch);
  }
}
