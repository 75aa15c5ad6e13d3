package dev.omnigraph.protocol.object;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.Seams;
import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoredObject;
import java.util.Optional;

/** The store as the protocol uses it: no request without the name of its seam. */
public final class Requests {
  private static final int TRIES = 3;

  private final ObjectStore store;
  private final Seams seams;

  public Requests(ObjectStore store, Seams seams) {
    this.store = store;
    this.seams = seams;
  }

  /** The graph's root, for people. */
  public String where() {
    return store.uri().toString();
  }

  public Optional<StoredObject> get(Seam seam, String key) {
    seams.at(seam, key);
    return store.get(key);
  }

  /** See {@link ObjectStore#fingerprint}. */
  public Optional<Fingerprint> fingerprint(Seam seam, String key) {
    seams.at(seam, key);
    return store.fingerprint(key);
  }

  public Optional<Fingerprint.Match> verify(Seam seam, String key, Fingerprint expected) {
    seams.at(seam, key);
    return store.verify(key, expected);
  }

  public boolean isNear() {
    return store.isNear();
  }

  public PutOutcome create(Seam seam, String key, byte[] body) {
    seams.at(seam, key);
    return store.create(key, body);
  }

  /** Sees to it that the object is there; whoever else made it, it will do. */
  public void ensure(Seam seam, String key, byte[] body) {
    for (int i = 0; ; i++) {
      PutOutcome outcome = create(seam, key, body);
      if (!(outcome instanceof PutOutcome.Unknown unknown) || get(seam, key).isPresent()) {
        return;
      }
      if (i == TRIES - 1) {
        throw unknown.cause();
      }
    }
  }

  public PutOutcome replace(Seam seam, String key, byte[] body, String etag) {
    seams.at(seam, key);
    return store.replace(key, body, etag);
  }

  public void delete(Seam seam, String key) {
    seams.at(seam, key);
    store.delete(key);
  }

  public Listing list(Seam seam, String prefix) {
    seams.at(seam, prefix);
    return store.list(prefix);
  }
}
