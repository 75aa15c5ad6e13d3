package dev.omnigraph.model;

import dev.omnigraph.model.Layout.Cells;

/** One state of a model, packed. Steps change copies. */
final class State {
  private final byte[] bytes;

  State(Layout layout) {
    this(new byte[layout.size()]);
  }

  private State(byte[] bytes) {
    this.bytes = bytes;
  }

  State copy() {
    return new State(bytes.clone());
  }

  int get(Cells cells) {
    return bytes[cells.at()] & 0xff;
  }

  int get(Cells cells, int index) {
    return bytes[cells.at() + index] & 0xff;
  }

  State set(Cells cells, int value) {
    bytes[cells.at()] = (byte) value;
    return this;
  }

  State set(Cells cells, int index, int value) {
    bytes[cells.at() + index] = (byte) value;
    return this;
  }

  /** Where a process is. */
  @SuppressWarnings("EnumOrdinal")
  State set(Cells cells, Enum<?> value) {
    return set(cells, value.ordinal());
  }

  @SuppressWarnings("EnumOrdinal")
  State set(Cells cells, int index, Enum<?> value) {
    return set(cells, index, value.ordinal());
  }

  @SuppressWarnings("EnumOrdinal")
  boolean is(Cells cells, Enum<?> value) {
    return get(cells) == value.ordinal();
  }

  /** By place rather than by name, for requests that are themselves part of a state. */
  int at(int place) {
    return bytes[place] & 0xff;
  }

  void setAt(int place, int value) {
    bytes[place] = (byte) value;
  }

  void clear(Cells cells) {
    java.util.Arrays.fill(bytes, cells.at(), cells.at() + cells.count(), (byte) 0);
  }

  /** Of the first bytes; never 0. */
  long hash(int length) {
    long hash = 0x9E3779B97F4A7C15L;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * 0x100000001B3L;
      hash ^= hash >>> 29;
    }
    hash = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
    hash = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
    hash ^= hash >>> 32;
    return hash == 0 ? 1 : hash;
  }

  long hash() {
    return hash(bytes.length);
  }
}
