package dev.omnigraph.lookup;

import java.util.Arrays;

/** Reads what {@link PageOutput} wrote; bytes that it cannot have written are unusable. */
final class PageInput {
  private final byte[] bytes;
  private final int end;
  private int at;

  PageInput(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  PageInput(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  long number() {
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

  long signed() {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A number from 0 to {@code most}. */
  int upTo(int most) {
    long value = number();
    if (value < 0 || value > most) {
      throw damaged();
    }
    return (int) value;
  }

  /** How many of something follow, each of at least one byte. */
  int count() {
    return upTo(end - at);
  }

  byte[] bytes(int length) {
    if (length < 0 || length > end - at) {
      throw damaged();
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  void copy(byte[] to, int place, int length) {
    System.arraycopy(bytes, at, to, place, length);
    at += length;
  }

  byte[] block() {
    return bytes(count());
  }

  byte[] id(byte[] before) {
    int shared = upTo(before.length);
    int more = count();
    byte[] id = Arrays.copyOf(before, shared + more);
    System.arraycopy(bytes, at, id, shared, more);
    at += more;
    return id;
  }

  /** The rest, unpacked. */
  byte[] unpacked() {
    return Deflation.unpack(bytes, at, end - at);
  }

  /** Where the next byte lies. */
  int position() {
    return at;
  }

  void finish() {
    if (at != end) {
      throw damaged();
    }
  }

  static LookupUnusable damaged() {
    return new LookupUnusable("A part of a look-up object cannot be read.");
  }
}
