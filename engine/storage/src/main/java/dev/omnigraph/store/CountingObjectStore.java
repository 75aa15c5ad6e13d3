package dev.omnigraph.store;

import java.net.URI;
import java.util.Optional;

/**
 * A store that counts what goes through it: on S3 every HTTP request, pages of listings and retries
 * included; on other stores every call. Make one per operation to know what the operation cost.
 */
public final class CountingObjectStore implements ObjectStore {
  private final IoMeter meter = new IoMeter();
  private final ObjectStore inner;

  /** Counts from zero; closing this store closes {@code inner}. */
  public CountingObjectStore(ObjectStore inner) {
    this.inner = inner instanceof S3ObjectStore s3 ? s3.meteredBy(meter) : new Calls(inner, meter);
  }

  /** What went through this store so far. */
  public IoStats io() {
    return meter.stats();
  }

  @Override
  public URI uri() {
    return inner.uri();
  }

  @Override
  public Optional<StoredObject> get(String key) {
    return inner.get(key);
  }

  @Override
  public Optional<byte[]> range(String key, long offset, int length) {
    return inner.range(key, offset, length);
  }

  @Override
  public PutOutcome create(String key, byte[] body) {
    return inner.create(key, body);
  }

  @Override
  public PutOutcome create(String key, ObjectBody body) {
    return inner.create(key, body);
  }

  @Override
  public PutOutcome replace(String key, byte[] body, String etag) {
    return inner.replace(key, body, etag);
  }

  @Override
  public void delete(String key) {
    inner.delete(key);
  }

  @Override
  public Listing list(String prefix) {
    return inner.list(prefix);
  }

  @Override
  public Optional<Fingerprint> fingerprint(String key) {
    return inner.fingerprint(key);
  }

  @Override
  public Optional<Fingerprint.Match> verify(String key, Fingerprint expected) {
    return inner.verify(key, expected);
  }

  @Override
  public boolean isNear() {
    return inner.isNear();
  }

  @Override
  public void close() {
    inner.close();
  }

  /** One request per call. */
  private record Calls(ObjectStore inner, IoMeter meter) implements ObjectStore {
    @Override
    public URI uri() {
      return inner.uri();
    }

    @Override
    public Optional<StoredObject> get(String key) {
      meter.sent(0);
      Optional<StoredObject> object = inner.get(key);
      object.ifPresent(o -> meter.received(o.body().length));
      return object;
    }

    @Override
    public Optional<byte[]> range(String key, long offset, int length) {
      meter.sent(0);
      Optional<byte[]> bytes = inner.range(key, offset, length);
      bytes.ifPresent(b -> meter.received(b.length));
      return bytes;
    }

    @Override
    public PutOutcome create(String key, byte[] body) {
      meter.sent(body.length);
      return inner.create(key, body);
    }

    @Override
    public PutOutcome create(String key, ObjectBody body) {
      meter.sent(body.size());
      return inner.create(key, body);
    }

    @Override
    public PutOutcome replace(String key, byte[] body, String etag) {
      meter.sent(body.length);
      return inner.replace(key, body, etag);
    }

    @Override
    public void delete(String key) {
      meter.sent(0);
      inner.delete(key);
    }

    @Override
    public Listing list(String prefix) {
      meter.sent(0);
      return inner.list(prefix);
    }

    @Override
    public Optional<Fingerprint> fingerprint(String key) {
      meter.sent(0);
      return inner.fingerprint(key);
    }

    @Override
    public Optional<Fingerprint.Match> verify(String key, Fingerprint expected) {
      meter.sent(0);
      return inner.verify(key, expected);
    }

    @Override
    public boolean isNear() {
      return inner.isNear();
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
