package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ManifestState.UsedKey;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Idempotency keys: recent ones are in the state, older ones in two equal objects each. */
public final class IdempotencyKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IdempotencyKeys.class);

  /** Keys in the state beyond this number leave it, a few with each commit. */
  public static final int KEPT = 64;

  static final int SPILLED_AT_ONCE = 8;

  private final Requests requests;
  private final Parallel parallel;

  IdempotencyKeys(Requests requests, Parallel parallel) {
    this.requests = requests;
    this.parallel = parallel;
  }

  /**
   * Starts looking for the commit that the key made, up to a state: in it, or among the keys that
   * left it. What came after the state, {@link #delivered} finds.
   */
  CompletableFuture<Optional<UsedKey>> startFinding(
      ManifestState state, @Nullable IdempotencyKey key) {
    if (key == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Optional<UsedKey> used = state.key(key.key());
    return used.isEmpty() && state.keysSpilled() > 0
        ? parallel.start(() -> spilled(state.branchId(), key.key()))
        : CompletableFuture.completedFuture(used);
  }

  /** The commit that another delivery of the same request made, among those of rivals. */
  static Optional<ManifestRecord> delivered(
      @Nullable IdempotencyKey key, List<ManifestRecord> rivals) {
    for (ManifestRecord rival : rivals) {
      IdempotencyKey theirs = rival.idempotencyKey();
      if (key != null && theirs != null && theirs.key().equals(key.key())) {
        checkPayload(key, theirs.payload(), rival.commitId());
        return Optional.of(rival);
      }
    }
    return Optional.empty();
  }

  /**
   * @throws GraphException {@code idempotency_key_reused} when the key was for another payload
   */
  static void checkPayload(@Nullable IdempotencyKey key, String payload, CommitId commitId) {
    if (key != null && !key.payload().equals(payload)) {
      throw Failures.keyReused(key.key(), commitId);
    }
  }

  /**
   * Starts giving the oldest keys of an overfull state their objects.
   *
   * @return what the next record may say: keys of commits up to this seq have both; 0 when it must
   *     say nothing
   */
  CompletableFuture<Long> startSpilling(ManifestState state) {
    return parallel.start(() -> spill(state));
  }

  private long spill(ManifestState state) {
    int surplus = Math.min(state.keys().size() - KEPT, SPILLED_AT_ONCE);
    if (surplus <= 0) {
      return 0;
    }
    List<UsedKey> oldest = state.keys().subList(0, surplus);
    List<Supplier<Boolean>> puts = new ArrayList<>();
    for (UsedKey key : oldest) {
      byte[] body = key.encode();
      for (String name : ObjectKeys.spilledKey(state.branchId(), key.key())) {
        puts.add(() -> isSpilled(name, body));
      }
    }
    try {
      return parallel.all(puts).contains(false) ? 0 : oldest.getLast().seq();
    } catch (GraphException e) {
      LOG.info("idempotency keys stay in the state: {}", e.getMessage());
      return 0;
    }
  }

  /** Refused is as good as done: the object is made from the committed record, so it is equal. */
  private boolean isSpilled(String name, byte[] body) {
    return switch (requests.create(Seam.SPILL_KEY, name, body)) {
      case PutOutcome.Done done -> true;
      case PutOutcome.Refused refused -> true;
      case PutOutcome.Unknown unknown -> false;
    };
  }

  /**
   * One of the two objects is enough; that of neither is there says that the key was never used.
   *
   * @throws UnreadableObject when one is damaged and the other is too, or is gone
   */
  private Optional<UsedKey> spilled(BranchId branchId, String key) {
    List<Supplier<Lookup>> reads = new ArrayList<>();
    for (String name : ObjectKeys.spilledKey(branchId, key)) {
      reads.add(() -> look(name));
    }
    List<Lookup> lookups = parallel.all(reads);
    for (Lookup lookup : lookups) {
      if (lookup.used().isPresent()) {
        return lookup.used();
      }
    }
    for (Lookup lookup : lookups) {
      if (lookup.damage() != null) {
        throw lookup.damage();
      }
    }
    return Optional.empty();
  }

  /** What one of a key's objects says. */
  private record Lookup(Optional<UsedKey> used, @Nullable UnreadableObject damage) {}

  private Lookup look(String name) {
    Optional<StoredObject> stored = requests.get(Seam.KEY_LOOKUP, name);
    try {
      return new Lookup(stored.map(s -> UsedKey.decode(name, s.body())), null);
    } catch (UnreadableObject e) {
      return new Lookup(Optional.empty(), e);
    }
  }
}
