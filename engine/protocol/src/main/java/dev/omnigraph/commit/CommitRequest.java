package dev.omnigraph.commit;

import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who writes, where, and under which conditions.
 *
 * @param expectedHead the logical commit that the branch must be at, or null
 * @param idempotencyKey of the caller, scoped to the branch, or null
 * @param duration after which recovery may take the operation over; correctness does not depend on
 *     it, so it is the longest time the process can live
 * @param sweepsAll whether the sweep that comes first settles whatever it finds, however much
 */
public record CommitRequest(
    String branch,
    String actor,
    @Nullable String expectedHead,
    @Nullable IdempotencyKey idempotencyKey,
    Duration duration,
    boolean sweepsAll) {

  /** The longest life of a function. */
  public static final Duration LONGEST = Duration.ofMinutes(15);

  /** Under no condition. */
  public static CommitRequest on(String branch, String actor) {
    return new CommitRequest(branch, actor, null, null, LONGEST, false);
  }

  public CommitRequest expecting(@Nullable String head) {
    return new CommitRequest(branch, actor, head, idempotencyKey, duration, sweepsAll);
  }

  public CommitRequest keyed(@Nullable IdempotencyKey key) {
    return new CommitRequest(branch, actor, expectedHead, key, duration, sweepsAll);
  }

  public CommitRequest lasting(Duration atMost) {
    return new CommitRequest(branch, actor, expectedHead, idempotencyKey, atMost, sweepsAll);
  }

  public CommitRequest sweepingAll() {
    return new CommitRequest(branch, actor, expectedHead, idempotencyKey, duration, true);
  }
}
