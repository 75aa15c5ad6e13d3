package dev.omnigraph.derived;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link PageOutput} wrote; bytes that it cannot have written are unusable. */
public final class PageInput {
  private final byte[] bytes;
  private final int end;
  private int at;

  public PageInput(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  public PageInput(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  public long number() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (at >= end) {
        throw damaged();
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged();
  }

  public long signed() {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A number from 0 to {@code most}. */
  public int upTo(int most) {
    long value = number();
    if (value < 0 || value > most) {
      throw damaged();
    }
    return (int) value;
  }

  /** How many of something follow, each of at least one byte. */
  public int count() {
    return upTo(end - at);
  }

  public byte[] bytes(int length) {
    if (length < 0 || length > end - at) {
      throw damaged();
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  public void copy(byte[] to, int place, int length) {
    System.arraycopy(bytes, at, to, place, length);
    at += length;
  }

  /** Passes over bytes, of which {@link #count} said that there are as many. */
  public void skip(int length) {
    at += length;
  }

  public byte[] block() {
    return bytes(count());
  }

  public String text() {
    return new String(block(), StandardCharsets.UTF_8);
  }

  /** A file of at most that many rows. */
  public CoveredFile file(int mostRows) {
    return new CoveredFile(text(), upTo(mostRows), text());
  }

  public byte[] id(byte[] before) {
    int shared = upTo(before.length);
    int more = count();
    byte[] id = Arrays.copyOf(before, shared + more);
    System.arraycopy(bytes, at, id, shared, more);
    at += more;
    return id;
  }

  /** The rest, unpacked. */
  public byte[] unpacked() {
    return Deflation.unpack(bytes, at, end - at);
  }

  /** Where the next byte lies. */
  public int position() {
    return at;
  }

  public void finish() {
    if (at != end) {
      throw damaged();
    }
  }

  public static DerivedUnusable damaged() {
    return new DerivedUnusable("A part of a derived object cannot be read.");
  }
}
