package dev.omnigraph.table;

/**
 * The blob of one row, whose length is known and whose content is read in parts. Valid as long as
 * its table is open; not thread-safe.
 */
public interface StoredBlob {
  /** Bytes of the content; costs no request. */
  long length();

  /**
   * The SHA-256 of the content, in lower-case hexadecimal, which was computed when the content was
   * written. One request, or none when a read has brought it.
   */
  String digest();

  /**
   * A part of the content, which has to lie within it, in memory of its size; one request. The
   * first read brings the digest with it when it starts close to the beginning.
   */
  byte[] read(long offset, int length);
}
