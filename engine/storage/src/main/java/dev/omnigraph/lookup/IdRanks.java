package dev.omnigraph.lookup;

import dev.omnigraph.derived.DerivedUnusable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set of ids in memory: first they are {@link #add added}, then {@link #sort sorted}, then each
 * has its rank. Takes the bytes of the ids and about 20 bytes more for each.
 */
public final class IdRanks {
  private static final int CHUNK_BITS = 20;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int MOST_CHUNKS = 1 << (Integer.SIZE - 1 - CHUNK_BITS);

  /** What stands before each id: its length. */
  private static final int LENGTH = Short.BYTES;

  private static final int MOST_LENGTH = 0xFFFF;

  /** Fewer are sorted by insertion. */
  private static final int FEW = 12;

  private static final int[] NONE = {};

  private final long mostBytes;
  private final List<byte[]> chunks = new ArrayList<>();
  private int free = CHUNK;

  /** Where the ids are: the chunk in the upper bits, and the place in it. */
  private int[] places = new int[1024];

  private int size;

  /** By hash, rank + 1; 0 where there is none. */
  private int[] table = NONE;

  /**
   * @param mostBytes that it may take
   */
  public IdRanks(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * Adds an id that was not added before.
   *
   * @param from whose first bytes it is, as many as {@code length}
   * @throws DerivedUnusable if there are too many
   */
  public void add(byte[] from, int length) {
    if (length > MOST_LENGTH) {
      throw new DerivedUnusable("an id has " + length + " bytes");
    }
    if (CHUNK - free < LENGTH + length) {
      if (chunks.size() == MOST_CHUNKS || bytes() + CHUNK > mostBytes) {
        throw new DerivedUnusable("there are too many ids for the memory: more than " + size);
      }
      chunks.add(new byte[CHUNK]);
      free = 0;
    }
    if (places.length == size) {
      places = Arrays.copyOf(places, size + (size >> 1));
    }
    byte[] chunk = chunks.getLast();
    places[size++] = (chunks.size() - 1) << CHUNK_BITS | free;
    chunk[free++] = (byte) (length >>> Byte.SIZE);
    chunk[free++] = (byte) length;
    System.arraycopy(from, 0, chunk, free, length);
    free += length;
  }

  /** Gives each id its rank; no more ids can be added. */
  public void sort() {
    places = Arrays.copyOf(places, size);
    sort(0, size, 0);
    table = new int[Math.max(2, Integer.highestOneBit(Math.max(1, size)) << 2)];
    for (int rank = 0; rank < size; rank++) {
      int slot = slot(hash(chunk(places[rank]), at(places[rank]) + LENGTH, length(places[rank])));
      while (table[slot] != 0) {
        slot = slot(slot + 1);
      }
      table[slot] = rank + 1;
    }
  }

  /** How many ids there are. */
  public int size() {
    return size;
  }

  /** The rank of an id, given as {@link #add} takes it; -1 when there is no such id. */
  public int rank(byte[] from, int length) {
    int slot = slot(hash(from, 0, length));
    while (table[slot] != 0) {
      int place = places[table[slot] - 1];
      int at = at(place) + LENGTH;
      if (length(place) == length
          && Arrays.equals(chunk(place), at, at + length, from, 0, length)) {
        return table[slot] - 1;
      }
      slot = slot(slot + 1);
    }
    return -1;
  }

  /** Forgets what {@link #rank} needs, which is not asked any more. */
  public void onlyIds() {
    table = NONE;
  }

  /** The id of a rank. */
  public byte[] id(int rank) {
    int at = at(places[rank]) + LENGTH;
    return Arrays.copyOfRange(chunk(places[rank]), at, at + length(places[rank]));
  }

  /** What the set is known by. */
  public KeySet keys() {
    KeySet.Builder keys = new KeySet.Builder();
    for (int rank = 0; rank < size; rank++) {
      keys.add(chunk(places[rank]), at(places[rank]) + LENGTH, length(places[rank]));
    }
    return keys.build();
  }

  /** What it takes, with the table that sorting makes. */
  public long bytes() {
    return (long) chunks.size() * CHUNK + 20L * size;
  }

  /** Three-way quicksort by the byte at a depth, of ids that are equal before it. */
  private void sort(int from, int to, int shared) {
    int low = from;
    int high = to;
    int depth = shared;
    while (high - low > FEW) {
      int pivot = median(low, high, depth);
      int less = low;
      int more = high;
      for (int i = low; i < more; ) {
        int at = byteAt(places[i], depth);
        if (at < pivot) {
          swap(less++, i++);
        } else if (at > pivot) {
          swap(i, --more);
        } else {
          i++;
        }
      }
      sort(low, less, depth);
      sort(more, high, depth);
      if (pivot < 0) {
        return;
      }
      low = less;
      high = more;
      depth++;
    }
    insert(low, high);
  }

  private void insert(int low, int high) {
    for (int i = low + 1; i < high; i++) {
      int place = places[i];
      int j = i;
      while (j > low && compare(places[j - 1], place) > 0) {
        places[j] = places[j - 1];
        j--;
      }
      places[j] = place;
    }
  }

  private int median(int low, int high, int depth) {
    int a = byteAt(places[low], depth);
    int b = byteAt(places[(low + high) >>> 1], depth);
    int c = byteAt(places[high - 1], depth);
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  private void swap(int i, int j) {
    int place = places[i];
    places[i] = places[j];
    places[j] = place;
  }

  private int compare(int a, int b) {
    return Arrays.compareUnsigned(
        chunk(a),
        at(a) + LENGTH,
        at(a) + LENGTH + length(a),
        chunk(b),
        at(b) + LENGTH,
        at(b) + LENGTH + length(b));
  }

  /** -1 behind the end of the id. */
  private int byteAt(int place, int depth) {
    return depth < length(place) ? chunk(place)[at(place) + LENGTH + depth] & 0xFF : -1;
  }

  private byte[] chunk(int place) {
    return chunks.get(place >>> CHUNK_BITS);
  }

  private static int at(int place) {
    return place & (CHUNK - 1);
  }

  private int length(int place) {
    byte[] chunk = chunk(place);
    return (chunk[at(place)] & 0xFF) << Byte.SIZE | (chunk[at(place) + 1] & 0xFF);
  }

  private int slot(int hash) {
    return hash & (table.length - 1);
  }

  private static int hash(byte[] bytes, int from, int length) {
    int hash = 0x811C_9DC5;
    for (int i = from; i < from + length; i++) {
      hash = (hash ^ bytes[i]) * 0x0100_0193;
    }
    return hash ^ (hash >>> 15);
  }
}
