package dev.omnigraph.table;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A text as its bytes in UTF-8, which are part of others and must not change. */
public final class Utf8 {
  private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01b3L;

  private final byte[] bytes;
  private final int start;
  private final int length;

  /**
   * @param bytes are UTF-8 from the start on, as long as the length says
   */
  public Utf8(byte[] bytes, int start, int length) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
  }

  /** The text of a value that is one already, or a String. */
  public static Utf8 of(Object text) {
    if (text instanceof Utf8 utf8) {
      return utf8;
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return new Utf8(bytes, 0, bytes.length);
  }

  public byte[] bytes() {
    return bytes;
  }

  public int start() {
    return start;
  }

  public int length() {
    return length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Utf8 o) || length != o.length) {
      return false;
    }
    // Ids are short, and sooner compared byte by byte than by what is made for long arrays.
    byte[] mine = bytes;
    byte[] others = o.bytes;
    int end = start + length;
    for (int i = start, j = o.start; i < end; i++, j++) {
      if (mine[i] != others[j]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    byte[] mine = bytes;
    int end = start + length;
    long hash = FNV_OFFSET;
    for (int i = start; i < end; i++) {
      hash = (hash ^ mine[i]) * FNV_PRIME;
    }
    return Long.hashCode(hash);
  }

  @Override
  public String toString() {
    return new String(bytes, start, length, StandardCharsets.UTF_8);
  }
}
