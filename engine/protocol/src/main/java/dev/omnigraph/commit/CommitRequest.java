package dev.omnigraph.commit;

import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A write, as the protocol is asked for it.
 *
 * @param digest of all that decides what the operation does; a key that comes again must come with
 *     the same one. Needed with a key, and of no use without
 * @param wanted texts that the operation will ask for
 * @param sweepsAll whether the sweep that comes first settles whatever it finds, however much
 */
public record CommitRequest(
    WriteOptions options, @Nullable String digest, Set<TextKind> wanted, boolean sweepsAll) {

  /** The longest life of a function. */
  public static final Duration LONGEST = Duration.ofMinutes(15);

  public CommitRequest {
    wanted = Set.copyOf(wanted);
    if (options.idempotencyKey() != null && digest == null) {
      throw new IllegalArgumentException("a key needs a digest of what it stands for");
    }
  }

  /** A write that is not keyed. */
  public static CommitRequest of(WriteOptions options) {
    return of(options, null);
  }

  public static CommitRequest of(WriteOptions options, @Nullable String digest) {
    return new CommitRequest(options, digest, Set.of(), false);
  }

  public CommitRequest sweepingAll() {
    return new CommitRequest(options, digest, wanted, true);
  }

  /** The same, by another. */
  public CommitRequest by(String actor) {
    return new CommitRequest(options.by(actor), digest, wanted, sweepsAll);
  }

  /** Texts are read beside the opening of the branch. */
  public CommitRequest wanting(Set<TextKind> texts) {
    return new CommitRequest(options, digest, texts, sweepsAll);
  }

  /** The caller's key with what it stands for, as records keep it; null without one. */
  public @Nullable IdempotencyKey idempotencyKey() {
    String key = options.idempotencyKey();
    return key == null || digest == null ? null : new IdempotencyKey(key, digest);
  }
}
