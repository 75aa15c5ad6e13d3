package dev.omnigraph.commit;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.Keys;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ManifestState.UsedKey;
import dev.omnigraph.manifest.SpilledKeyCodec;
import dev.omnigraph.store.PutOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Idempotency keys: recent ones are in the state, older ones in an object each. */
final class KeyBook {
  private static final Logger LOG = LoggerFactory.getLogger(KeyBook.class);

  /** Keys in the state beyond this number leave it, a few with each commit. */
  static final int KEPT = 64;

  static final int SPILLED_AT_ONCE = 8;

  private final Requests requests;
  private final Parallel parallel;

  KeyBook(Requests requests, Parallel parallel) {
    this.requests = requests;
    this.parallel = parallel;
  }

  /**
   * The commit that the key made, if it made one.
   *
   * @throws GraphException {@code idempotency_key_reused} when it was for another payload
   */
  Optional<UsedKey> find(ManifestState state, @Nullable IdempotencyKey key) {
    if (key == null) {
      return Optional.empty();
    }
    Optional<UsedKey> used = state.key(key.key());
    if (used.isEmpty() && state.keysSpilled() > 0) {
      used = spilled(state.branchId(), key.key());
    }
    used.ifPresent(u -> checkPayload(key, u.payload(), u.commitId()));
    return used;
  }

  static void checkPayload(IdempotencyKey key, String payload, String commitId) {
    if (!key.payload().equals(payload)) {
      throw Failures.keyReused(key.key(), commitId);
    }
  }

  /**
   * Gives the oldest keys of an overfull state objects of their own.
   *
   * @return what the next record may say: keys of commits up to this seq have one; 0 when it must
   *     say nothing
   */
  long spill(ManifestState state) {
    int surplus = Math.min(state.keys().size() - KEPT, SPILLED_AT_ONCE);
    if (surplus <= 0) {
      return 0;
    }
    List<UsedKey> oldest = state.keys().subList(0, surplus);
    List<Supplier<Boolean>> puts = new ArrayList<>();
    oldest.forEach(key -> puts.add(() -> isSpilled(state.branchId(), key)));
    try {
      return parallel.all(puts).contains(false) ? 0 : oldest.getLast().seq();
    } catch (GraphException e) {
      LOG.info("idempotency keys stay in the state: {}", e.getMessage());
      return 0;
    }
  }

  /** Refused is as good as done: the object is made from the committed record, so it is equal. */
  private boolean isSpilled(String branchId, UsedKey key) {
    String name = Keys.spilledKey(branchId, key.key());
    return switch (requests.create(Seam.SPILL_KEY, name, SpilledKeyCodec.encode(key))) {
      case PutOutcome.Done done -> true;
      case PutOutcome.Refused refused -> true;
      case PutOutcome.Unknown unknown -> false;
    };
  }

  private Optional<UsedKey> spilled(String branchId, String key) {
    String name = Keys.spilledKey(branchId, key);
    return requests
        .get(Seam.KEY_LOOKUP, name)
        .map(stored -> SpilledKeyCodec.decode(name, stored.body()));
  }
}
