package dev.omnigraph.search.vector;

import dev.omnigraph.derived.PageOutput;
import dev.omnigraph.derived.RegionFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The rows of lists under way, which come in no order of lists: a few of each list in memory, the
 * others in a temporary file, from which they are read again list by list.
 */
final class ListRows implements AutoCloseable {
  /** Of what is in memory, for all lists together; but one row of each list is. */
  private static final int MOST_BYTES = 24 << 20;

  private static final int MOST_ROWS = 64;
  private static final int HEAD = 2 * Integer.BYTES;

  private final int dimension;
  private final int rowBytes;
  private final int rowsInMemory;
  private final RegionFile file = new RegionFile();
  private final ByteBuffer[] last;
  private final int[] rows;

  /** By list, where its parts in the file are, each of as many rows as memory holds. */
  private final long[][] parts;

  ListRows(int lists, int dimension) {
    this.dimension = dimension;
    this.rowBytes = HEAD + dimension;
    this.rowsInMemory = (int) Math.clamp((long) MOST_BYTES / lists / rowBytes, 1, MOST_ROWS);
    this.last = new ByteBuffer[lists];
    this.rows = new int[lists];
    this.parts = new long[lists][0];
  }

  void add(int list, int number, float step, byte[] codes) {
    ByteBuffer into = last[list];
    if (into == null) {
      into = ByteBuffer.allocate(rowsInMemory * rowBytes).order(ByteOrder.LITTLE_ENDIAN);
      last[list] = into;
    } else if (!into.hasRemaining()) {
      int part = rows[list] / rowsInMemory - 1;
      if (part == parts[list].length) {
        parts[list] = Arrays.copyOf(parts[list], 2 * part + 4);
      }
      parts[list][part] = file.size();
      file.add(into.array());
      into.clear();
    }
    into.putInt(number).putFloat(step).put(codes);
    rows[list]++;
  }

  int rows(int list) {
    return rows[list];
  }

  /** Bytes in the file. */
  long size() {
    return file.size();
  }

  /**
   * Rows of a list as a page: how much greater the number of each is than the one before it, their
   * steps, and their codes.
   */
  byte[] page(int list, int from, int to) {
    PageOutput page = new PageOutput();
    ByteBuffer steps = ByteBuffer.allocate((to - from) * Float.BYTES);
    byte[] codes = new byte[(to - from) * dimension];
    byte[] part = {};
    int read = -1;
    long before = 0;
    for (int row = from; row < to; row++) {
      if (row / rowsInMemory != read) {
        read = row / rowsInMemory;
        part = part(list, read);
      }
      int at = row % rowsInMemory * rowBytes;
      int number = ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
      page.signed(number - before);
      before = number;
      steps.put(part, at + Integer.BYTES, Float.BYTES);
      System.arraycopy(part, at + HEAD, codes, (row - from) * dimension, dimension);
    }
    page.bytes(steps.array(), 0, steps.capacity());
    page.bytes(codes, 0, codes.length);
    return page.toBytes();
  }

  @Override
  public void close() {
    file.close();
  }

  private byte[] part(int list, int part) {
    return part == (rows[list] - 1) / rowsInMemory
        ? last[list].array()
        : file.read(parts[list][part], rowsInMemory * rowBytes);
  }
}
