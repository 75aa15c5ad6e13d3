package dev.omnigraph.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The objects of a bucket; each method is one atomic step, as each S3 request is. */
final class S3Bucket {
  private static final Comparator<String> BYTE_ORDER =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  private final NavigableMap<String, S3Object> objects = new TreeMap<>(BYTE_ORDER);
  private BiConsumer<String, byte[]> watcher = (key, body) -> {};

  /**
   * @param etag without quotes
   * @param metadata the {@code Content-Type} and {@code x-amz-meta-…} headers it was put with
   */
  record S3Object(byte[] body, String etag, Instant lastModified, Map<String, String> metadata) {}

  /** What a condition on the current object makes of a write. */
  enum Condition {
    MET,
    FAILED,
    NO_SUCH_KEY
  }

  /** Tells of every object that is put from now on, by key and body, in the order of effects. */
  synchronized void watch(BiConsumer<String, byte[]> other) {
    watcher = other;
  }

  synchronized Optional<S3Object> get(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  /**
   * Puts the object if its conditions hold.
   *
   * @param ifNoneMatch null or {@code *}
   * @param ifMatch null or an ETag, quoted or not
   */
  synchronized Condition put(
      String key, S3Object object, @Nullable String ifNoneMatch, @Nullable String ifMatch) {
    S3Object current = objects.get(key);
    if (ifNoneMatch != null && current != null) {
      return Condition.FAILED;
    }
    if (ifMatch != null && current == null) {
      return Condition.NO_SUCH_KEY;
    }
    if (ifMatch != null && current != null && !current.etag().equals(unquote(ifMatch))) {
      return Condition.FAILED;
    }
    objects.put(key, object);
    watcher.accept(key, object.body());
    return Condition.MET;
  }

  synchronized void delete(String key) {
    objects.remove(key);
  }

  /** A copy of the part of the key space that starts with a prefix. */
  synchronized NavigableMap<String, S3Object> withPrefix(String prefix) {
    NavigableMap<String, S3Object> found = new TreeMap<>(BYTE_ORDER);
    for (Map.Entry<String, S3Object> entry : objects.tailMap(prefix, true).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      found.put(entry.getKey(), entry.getValue());
    }
    return found;
  }

  static String unquote(String etag) {
    return etag.replace("\"", "");
  }

  static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  static String etag(byte[] body) {
    return HexFormat.of().formatHex(md5(body));
  }
}
