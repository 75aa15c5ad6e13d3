package dev.omnigraph.store;

import java.net.URI;
import java.util.Optional;

/**
 * The objects below one graph root. Thread-safe.
 *
 * <p>Keys are relative to the root, {@code /}-separated, never empty, and never start or end with
 * {@code /}. An acknowledged write is durable and visible to every later read and listing of any
 * process. Each conditional write is sent at most once per call: its outcome is decided by the
 * store or is {@link PutOutcome.Unknown}, and the request may still land after the call returned.
 *
 * <p>Every method throws {@link StoreException} when the store did not answer or refused for
 * another reason than the condition; reads are retried a bounded number of times before that.
 */
public interface ObjectStore extends AutoCloseable {

  /** Where the root is, for people: {@code s3://bucket/prefix}, {@code file:///dir}. No secrets. */
  URI uri();

  /** The whole object, or empty when there is none. */
  Optional<StoredObject> get(String key);

  /**
   * The bytes of an object from {@code offset} on, {@code length} of them or as many as there are;
   * empty when there is no such object.
   *
   * @param offset from 0; behind the end there are no bytes
   * @param length at least 1
   */
  Optional<byte[]> range(String key, long offset, int length);

  /** Creates the object; of any number of concurrent creators of a key exactly one is done. */
  PutOutcome create(String key, byte[] body);

  /** The same, in constant memory. */
  PutOutcome create(String key, ObjectBody body);

  /** Replaces the object only while its ETag is {@code etag}; refused also when it is absent. */
  PutOutcome replace(String key, byte[] body, String etag);

  /** Deletes the object. Deleting an absent object is no error. */
  void delete(String key);

  /**
   * Every object whose key starts with {@code prefix}, which is empty or ends with {@code /}, in
   * the lexicographic order of the keys. A prefix without objects gives an empty listing. {@code
   * a/} never lists {@code ab/}.
   */
  Listing list(String prefix);

  /**
   * What can be said of the object's bytes without their being sent, or empty when there is none:
   * one request to a remote store; a near one reads the object.
   */
  Optional<Fingerprint> fingerprint(String key);

  /**
   * Reads the whole object, in constant memory, and says whether its bytes are those of the
   * fingerprint; empty when there is none.
   */
  Optional<Fingerprint.Match> verify(String key, Fingerprint expected);

  /** Whether a request is no round trip over a network. */
  boolean isNear();

  @Override
  void close();
}
