package dev.omnigraph.protocol.check;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.protocol.log.DerivedState;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What repair reads, around every cache, and what it may write. */
public final class RepairStore {
  private final Requests requests;
  private final DerivedState derived;
  private final Parallel parallel;
  private final Environment environment;

  public RepairStore(
      Requests requests, DerivedState derived, Parallel parallel, Environment environment) {
    this.requests = requests;
    this.derived = derived;
    this.parallel = parallel;
    this.environment = environment;
  }

  Listing list(String prefix) {
    return requests.list(Seam.REPAIR_LIST, prefix);
  }

  Optional<StoredObject> read(String key) {
    return requests.get(Seam.REPAIR_READ, key);
  }

  /** Side by side, in the order of the keys. */
  List<Optional<StoredObject>> readAll(List<String> keys) {
    List<Supplier<Optional<StoredObject>>> reads = new ArrayList<>();
    keys.forEach(key -> reads.add(() -> read(key)));
    return parallel.all(reads);
  }

  /** How a file compares with what was expected of it; nothing when it is gone. */
  Optional<Fingerprint.Match> verify(String key, Fingerprint expected) {
    return requests.verify(Seam.REPAIR_READ, key, expected);
  }

  <T> List<T> all(List<Supplier<T>> reads) {
    return parallel.all(reads);
  }

  PutOutcome create(String key, byte[] body) {
    return requests.create(Seam.REPAIR_WRITE, key, body);
  }

  PutOutcome replace(String key, byte[] body, String etag) {
    return requests.replace(Seam.REPAIR_WRITE, key, body, etag);
  }

  boolean markDeleted(BranchName name, BranchId branchId) {
    return derived.markDeleted(name, branchId);
  }

  String nonce() {
    return environment.ulids().get();
  }
}
