package dev.omnigraph.parquet;

import java.util.Arrays;

/** Bytes that are read from their start, and not beyond their end, whatever they say. */
final class Bytes {
  private static final int LONGEST_VARINT = 10;

  private final byte[] bytes;
  private final int end;
  private int at;

  Bytes(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  Bytes(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  int at() {
    return at;
  }

  int left() {
    return end - at;
  }

  byte[] array() {
    return bytes;
  }

  int u8() throws ParquetFault {
    return bytes[skip(1)] & 0xff;
  }

  int i32() throws ParquetFault {
    return (int) little(skip(Integer.BYTES), Integer.BYTES);
  }

  long i64() throws ParquetFault {
    return little(skip(Long.BYTES), Long.BYTES);
  }

  /** An unsigned number of as many bytes, at most eight. */
  long number(int count) throws ParquetFault {
    return little(skip(count), count);
  }

  long varint() throws ParquetFault {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      int next = u8();
      value |= (long) (next & 0x7f) << 7 * i;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw ParquetFault.damaged("has a number of more than ten bytes");
  }

  /** A number that counts something. */
  int count() throws ParquetFault {
    long value = varint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw ParquetFault.damaged("has a count of " + Long.toUnsignedString(value));
    }
    return (int) value;
  }

  long zigzag() throws ParquetFault {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  byte[] take(int count) throws ParquetFault {
    int start = skip(count);
    return Arrays.copyOfRange(bytes, start, start + count);
  }

  /** The next bytes by themselves; these go on after them. */
  Bytes part(int count) throws ParquetFault {
    int start = skip(count);
    return new Bytes(bytes, start, start + count);
  }

  /** A second reader of what is left. */
  Bytes copy() {
    return new Bytes(bytes, at, end);
  }

  /** Where the bytes begin that are left out. */
  int skip(long count) throws ParquetFault {
    if (count < 0 || count > left()) {
      throw ParquetFault.damaged(
          "has %,d bytes where %,d have to be".formatted(left(), Math.max(count, 0)));
    }
    int start = at;
    at += (int) count;
    return start;
  }

  private long little(int start, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (bytes[start + i] & 0xffL) << Byte.SIZE * i;
    }
    return value;
  }
}
