package dev.omnigraph.protocol.check;

import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ManifestState.UsedKey;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.store.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The objects of idempotency keys that left the state: their bytes follow from the log. */
public final class KeyCheck {
  private final RepairStore store;

  KeyCheck(RepairStore store) {
    this.store = store;
  }

  /**
   * Those that left between two states in a row.
   *
   * @param repair writes again what is missing or wrong
   */
  List<Finding> check(ManifestState before, ManifestState after, boolean repair) {
    if (after.keysSpilled() == before.keysSpilled()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (UsedKey used : before.keys()) {
      if (used.seq() <= after.keysSpilled()) {
        byte[] body = used.encode();
        for (String key : ObjectKeys.spilledKey(before.branchId(), used.key())) {
          check(key, body, used, repair).ifPresent(findings::add);
        }
      }
    }
    return findings;
  }

  private Optional<Finding> check(String key, byte[] body, UsedKey used, boolean repair) {
    Optional<StoredObject> stored = store.read(key);
    String whose = "It keeps the idempotency key of commit " + used.commitId() + ".";
    if (stored.isEmpty()) {
      return Optional.of(
          Finding.of(FindingCode.KEY_MISSING, key, whose)
              .mended(repair, () -> store.create(key, body)));
    }
    if (Arrays.equals(stored.get().body(), body)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(FindingCode.KEY_WRONG, key, whose + " It is not what the record says.")
            .mended(repair, () -> store.replace(key, body, stored.get().etag())));
  }
}
