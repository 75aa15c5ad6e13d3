package dev.omnigraph.derived;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a page under way: numbers take as many as they need, seven bits to a byte. */
public final class PageOutput {
  private byte[] bytes = new byte[1024];
  private int size;

  /** Writes a number of any size, small ones from 0 shortest. */
  public void number(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      put((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    put((int) rest);
  }

  /** Writes a number that is small in either direction. */
  public void signed(long value) {
    number((value << 1) ^ (value >> 63));
  }

  public void bytes(byte[] from, int offset, int length) {
    reserve(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  /** Writes bytes with their length before them. */
  public void block(byte[] from) {
    number(from.length);
    bytes(from, 0, from.length);
  }

  public void text(String text) {
    block(text.getBytes(StandardCharsets.UTF_8));
  }

  public void file(CoveredFile file) {
    text(file.path());
    number(file.rows());
    text(file.deletions());
  }

  /** Writes how long a page is, and its checksum. */
  public void page(Page page) {
    number(page.length());
    number(Integer.toUnsignedLong(page.checksum()));
  }

  /** Writes an id as what it shares with the one before it, and the rest. */
  public void id(byte[] before, byte[] id) {
    int most = Math.min(before.length, id.length);
    int shared = Arrays.mismatch(before, 0, most, id, 0, most);
    shared = shared < 0 ? most : shared;
    number(shared);
    number(id.length - shared);
    bytes(id, shared, id.length - shared);
  }

  public int size() {
    return size;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void put(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, size * 2));
    }
  }
}
