package dev.omnigraph.store;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * A prefix in a bucket.
 *
 * @param prefix without slashes at its ends; empty when the whole bucket is the graph's
 */
public record S3Location(String bucket, String prefix) implements StoreLocation {

  public S3Location {
    String text = "s3://" + bucket + "/" + prefix;
    if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw StoreLocation.invalid(
          text,
          bucket.isEmpty()
              ? "it names no bucket"
              : "'"
                  + bucket
                  + "' is not a bucket name (3 to 63 lower-case letters, digits, dots and"
                  + " hyphens)");
    }
    if (prefix.length() > 200) {
      throw StoreLocation.invalid(text, "the prefix is longer than 200 characters");
    }
    if (!prefix.matches("(?:[A-Za-z0-9!_.*'()=@,+-]+(?:/[A-Za-z0-9!_.*'()=@,+-]+)*)?")
        || ("/" + prefix + "/").contains("/./")
        || ("/" + prefix + "/").contains("/../")) {
      throw StoreLocation.invalid(
          text,
          "the prefix takes letters, digits and !_.*'()=@,+- between single slashes, and no '.' or"
              + " '..'");
    }
  }

  /** Of {@code s3://bucket} or {@code s3://bucket/prefix}, with or without a slash at the end. */
  static S3Location parse(String text) {
    String rest = text.substring("s3://".length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    String prefix = slash < 0 ? "" : rest.substring(slash + 1);
    return new S3Location(
        bucket, prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
  }

  @Override
  public URI uri() {
    try {
      return new URI("s3", bucket, prefix.isEmpty() ? null : "/" + prefix, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the constructor admits nothing that needs quoting", e);
    }
  }

  /** The name in the bucket of an object of the graph, or of all of them. */
  String name(String key) {
    return prefix.isEmpty() ? key : prefix + "/" + key;
  }

  /** The key of an object of the bucket that is below the prefix. */
  String key(String name) {
    return prefix.isEmpty() ? name : name.substring(prefix.length() + 1);
  }
}
