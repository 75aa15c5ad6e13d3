package dev.omnigraph.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is kept of an object's bytes when they are written, to tell later whether they are the same.
 *
 * @param size in bytes
 * @param sum what the store could say of the content without sending it, after the name of what it
 *     is: {@code crc32c:} with eight hexadecimal digits, {@code md5:} with 32, or {@code etag:}
 *     with an ETag that says only that an object is not another
 */
public record Fingerprint(long size, String sum) {
  private static final Pattern SUM = Pattern.compile("crc32c:[0-9a-f]{8}|md5:[0-9a-f]{32}|etag:.+");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{32}(-[0-9]+)?");

  /** What comparing an object with its fingerprint gave. */
  public enum Match {
    SAME,
    DIFFERENT,
    /** The bytes are as many, and nothing more can be said of them. */
    UNPROVEN
  }

  /**
   * @throws IllegalArgumentException when no fingerprint reads like this
   */
  public Fingerprint {
    if (size < 0 || !SUM.matcher(sum).matches()) {
      throw new IllegalArgumentException("no fingerprint: " + size + " " + sum);
    }
  }

  /** Of bytes that are at hand. */
  public static Fingerprint of(byte[] bytes) {
    return new Fingerprint(bytes.length, "md5:" + ContentDigests.md5(bytes));
  }

  static Fingerprint ofCrc32c(long size, long crc) {
    return new Fingerprint(size, "crc32c:" + String.format("%08x", crc));
  }

  /**
   * What S3 says of an object.
   *
   * @param plain whether nothing but the object's bytes went into the ETag of a single put
   */
  static Fingerprint ofS3(long size, String etag, boolean plain) {
    Matcher digest = DIGEST.matcher(etag);
    boolean md5 = plain && digest.matches() && digest.group(1) == null;
    return new Fingerprint(size, (md5 ? "md5:" : "etag:") + etag);
  }

  /** What a listing tells, without the object's being read. */
  public Match compare(ObjectEntry listed) {
    if (listed.size() != size) {
      return Match.DIFFERENT;
    }
    return listed.etag().equals(value()) ? Match.SAME : Match.UNPROVEN;
  }

  /** Whether a store's ETags say anything about this one. */
  public boolean isComparable(ObjectEntry listed) {
    return !sum.startsWith("crc32c:") && DIGEST.matcher(listed.etag()).matches();
  }

  /** What reading the object gave. */
  Match compare(ContentDigests read) {
    if (read.size() != size) {
      return Match.DIFFERENT;
    }
    return switch (sum.substring(0, sum.indexOf(':'))) {
      case "crc32c" -> same(read.crc32c());
      case "md5" -> same(read.md5());
      // Copying an object with several parts, or encrypting it anew, changes its ETag.
      default -> read.etag().equals(value()) ? Match.SAME : Match.UNPROVEN;
    };
  }

  private Match same(String digest) {
    return digest.equals(value()) ? Match.SAME : Match.DIFFERENT;
  }

  private String value() {
    return sum.substring(sum.indexOf(':') + 1);
  }
}
