package dev.omnigraph.search.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Many streams of bytes that grow side by side. Each has slices, longer ones the longer it is, and
 * the end of a slice has the address of the next.
 */
final class SlicePool {
  private static final int BLOCK_BITS = 16;
  private static final int BLOCK = 1 << BLOCK_BITS;
  private static final int MOST_BLOCKS = 1 << Integer.SIZE - 1 - BLOCK_BITS;
  private static final int LINK = Integer.BYTES;
  private static final int FIRST_BITS = 4;
  private static final int MOST_LEVEL = 8;

  private final List<byte[]> blocks = new ArrayList<>();
  private int free = BLOCK;
  private int streams;
  private int[] heads = new int[64];
  private int[] tails = new int[64];
  private int[] sizes = new int[64];
  private byte[] levels = new byte[64];

  /** Begins a stream; they are numbered from 0. */
  int add() {
    if (streams == heads.length) {
      heads = Arrays.copyOf(heads, 2 * streams);
      tails = Arrays.copyOf(tails, 2 * streams);
      sizes = Arrays.copyOf(sizes, 2 * streams);
      levels = Arrays.copyOf(levels, 2 * streams);
    }
    heads[streams] = slice(0);
    tails[streams] = heads[streams];
    return streams++;
  }

  void number(int stream, int value) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      put(stream, (byte) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    put(stream, (byte) rest);
  }

  byte[] toBytes(int stream) {
    byte[] bytes = new byte[sizes[stream]];
    int at = heads[stream];
    int to = 0;
    for (int level = 0; to < bytes.length; level = Math.min(MOST_LEVEL, level + 1)) {
      byte[] block = blocks.get(at >>> BLOCK_BITS);
      int from = at & BLOCK - 1;
      int room = size(level) - LINK;
      int length = Math.min(room, bytes.length - to);
      System.arraycopy(block, from, bytes, to, length);
      to += length;
      at = to < bytes.length ? link(block, from + room) : at;
    }
    return bytes;
  }

  /** In memory. */
  long bytes() {
    return (long) blocks.size() * BLOCK + 13L * heads.length;
  }

  private void put(int stream, byte value) {
    int tail = tails[stream];
    byte[] block = blocks.get(tail >>> BLOCK_BITS);
    if (isFull(stream, tail)) {
      int level = Math.min(MOST_LEVEL, levels[stream] + 1);
      int next = slice(level);
      setLink(block, tail & BLOCK - 1, next);
      levels[stream] = (byte) level;
      tail = next;
      block = blocks.get(tail >>> BLOCK_BITS);
    }
    block[tail & BLOCK - 1] = value;
    tails[stream] = tail + 1;
    sizes[stream]++;
  }

  /** Whether only the link is free: a slice lies at a multiple of its size. */
  private boolean isFull(int stream, int tail) {
    int size = size(levels[stream]);
    return (tail & size - 1) == size - LINK;
  }

  private int slice(int level) {
    int size = size(level);
    int at = free + size - 1 & -size;
    if (at + size > BLOCK) {
      if (blocks.size() == MOST_BLOCKS) {
        throw new IllegalStateException("more than can be addressed");
      }
      blocks.add(new byte[BLOCK]);
      at = 0;
    }
    free = at + size;
    return (blocks.size() - 1 << BLOCK_BITS) + at;
  }

  private static int size(int level) {
    return 1 << FIRST_BITS + level;
  }

  private static int link(byte[] block, int at) {
    return (block[at] & 0xFF) << 24
        | (block[at + 1] & 0xFF) << 16
        | (block[at + 2] & 0xFF) << 8
        | block[at + 3] & 0xFF;
  }

  private static void setLink(byte[] block, int at, int value) {
    block[at] = (byte) (value >>> 24);
    block[at + 1] = (byte) (value >>> 16);
    block[at + 2] = (byte) (value >>> 8);
    block[at + 3] = (byte) value;
  }
}
