package dev.omnigraph.store;

import dev.omnigraph.id.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The reference implementation: what {@link ObjectStore} promises, in memory, for the life of the
 * object. As on S3 an ETag is a function of the bytes, so that a missing nonce shows.
 */
public final class MemoryObjectStore implements ObjectStore {
  private final InstantSource clock;
  private final NavigableMap<String, StoredObject> objects = new TreeMap<>(KeyRules.ORDER);

  /** A store whose own time, which dates objects and listings, is {@code clock}. */
  public MemoryObjectStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public URI uri() {
    return URI.create("memory:///");
  }

  @Override
  public synchronized Optional<StoredObject> get(String key) {
    return Optional.ofNullable(objects.get(KeyRules.check(key)))
        .map(o -> new StoredObject(o.key(), o.body().clone(), o.etag(), o.lastModified()));
  }

  @Override
  public synchronized Optional<byte[]> range(String key, long offset, int length) {
    return Optional.ofNullable(objects.get(KeyRules.check(key)))
        .map(StoredObject::body)
        .map(
            body -> {
              int from = (int) Math.min(offset, body.length);
              return Arrays.copyOfRange(body, from, from + Math.min(length, body.length - from));
            });
  }

  @Override
  public synchronized PutOutcome create(String key, byte[] body) {
    return objects.containsKey(KeyRules.check(key)) ? new PutOutcome.Refused() : put(key, body);
  }

  @Override
  public PutOutcome create(String key, ObjectBody body) {
    try (InputStream bytes = body.open()) {
      return create(key, bytes.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("The body of '" + key + "' cannot be read.", e);
    }
  }

  @Override
  public synchronized PutOutcome replace(String key, byte[] body, String etag) {
    StoredObject current = objects.get(KeyRules.check(key));
    return current == null || !current.etag().equals(etag)
        ? new PutOutcome.Refused()
        : put(key, body);
  }

  @Override
  public synchronized void delete(String key) {
    objects.remove(KeyRules.check(key));
  }

  @Override
  public synchronized Listing list(String prefix) {
    List<ObjectEntry> entries = new ArrayList<>();
    for (StoredObject o : objects.tailMap(KeyRules.checkPrefix(prefix), true).values()) {
      if (!o.key().startsWith(prefix)) {
        break;
      }
      entries.add(new ObjectEntry(o.key(), o.body().length, o.etag(), o.lastModified()));
    }
    return new Listing(entries, clock.instant());
  }

  @Override
  public Optional<Fingerprint> fingerprint(String key) {
    return get(key)
        .map(object -> new Fingerprint(object.body().length, "crc32c:" + digests(object).crc32c()));
  }

  @Override
  public Optional<Fingerprint.Match> verify(String key, Fingerprint expected) {
    return get(key).map(object -> expected.compare(digests(object)));
  }

  /** It stands for S3, so what is counted on it is what would be sent there. */
  @Override
  public boolean isNear() {
    return false;
  }

  @Override
  public void close() {
    // The objects stay, as they would in any store.
  }

  private PutOutcome put(String key, byte[] body) {
    byte[] copy = body.clone();
    String etag = Sha256.hex(copy);
    objects.put(key, new StoredObject(key, copy, etag, clock.instant()));
    return new PutOutcome.Done(etag);
  }

  private static ContentDigests digests(StoredObject object) {
    try {
      return ContentDigests.of(new ByteArrayInputStream(object.body()), "");
    } catch (IOException e) {
      throw new UncheckedIOException("reading memory does not fail", e);
    }
  }
}
