package dev.omnigraph.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes structures in Thrift's compact protocol, in which Parquet keeps what describes a file.
 * {@code https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md}
 */
final class CompactWriter {
  static final int TRUE = 1;
  static final int FALSE = 2;
  static final int BYTE = 3;
  static final int I32 = 5;
  static final int I64 = 6;
  static final int BINARY = 8;
  static final int LIST = 9;
  static final int STRUCT = 12;

  /** More elements than a list's first byte can say. */
  private static final int LONG_LIST = 15;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Of each structure that is open, the field that was written last. */
  private final Deque<Integer> last = new ArrayDeque<>();

  /** Begins a structure that is not a field: the outermost, or an element of a list. */
  CompactWriter begin() {
    last.push(0);
    return this;
  }

  CompactWriter begin(int field) {
    header(field, STRUCT);
    return begin();
  }

  CompactWriter end() {
    out.write(0);
    last.pop();
    return this;
  }

  /** A structure without fields. */
  CompactWriter empty(int field) {
    return begin(field).end();
  }

  CompactWriter bool(int field, boolean value) {
    header(field, value ? TRUE : FALSE);
    return this;
  }

  CompactWriter i8(int field, int value) {
    header(field, BYTE);
    out.write(value);
    return this;
  }

  CompactWriter i32(int field, int value) {
    header(field, I32);
    return element(value);
  }

  CompactWriter i64(int field, long value) {
    header(field, I64);
    varint(zigzag(value));
    return this;
  }

  CompactWriter text(int field, String value) {
    header(field, BINARY);
    return element(value);
  }

  /** Begins a list; its elements follow. */
  CompactWriter list(int field, int type, int size) {
    header(field, LIST);
    if (size < LONG_LIST) {
      out.write(size << 4 | type);
    } else {
      out.write(LONG_LIST << 4 | type);
      varint(size);
    }
    return this;
  }

  CompactWriter element(int value) {
    varint(zigzag(value));
    return this;
  }

  CompactWriter element(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  private void header(int field, int type) {
    int step = field - last.pop();
    out.write(step << 4 | type);
    last.push(field);
  }

  private void varint(long value) {
    Varints.write(out, value);
  }

  private static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }
}
