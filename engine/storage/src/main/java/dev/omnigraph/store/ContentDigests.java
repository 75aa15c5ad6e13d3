package dev.omnigraph.store;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * All that a {@link Fingerprint} may be made of, of one object as it was read.
 *
 * @param size in bytes
 * @param etag the store's own; empty when it says nothing of the content
 */
record ContentDigests(long size, String crc32c, String md5, String etag) {
  private static final int BUFFER = 64 << 10;

  /** Reads the stream to its end, in constant memory. */
  static ContentDigests of(InputStream body, String etag) throws IOException {
    CRC32C crc = new CRC32C();
    MessageDigest md5 = newMd5();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      crc.update(buffer, 0, read);
      md5.update(buffer, 0, read);
      size += read;
    }
    HexFormat hex = HexFormat.of();
    return new ContentDigests(
        size, hex.toHexDigits((int) crc.getValue()), hex.formatHex(md5.digest()), etag);
  }

  static String md5(byte[] bytes) {
    return HexFormat.of().formatHex(newMd5().digest(bytes));
  }

  /** Not for security: S3 gives it as the ETag of what was put in one piece. */
  private static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
