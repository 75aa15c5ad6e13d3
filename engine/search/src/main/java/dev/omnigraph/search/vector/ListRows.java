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

  /** Beside the codes of a row: its scale, its length, and how long what is wrong is. */
  static final int NUMBERS = 3;

  private static final int HEAD = Integer.BYTES + NUMBERS * Float.BYTES;

  private final int codeBytes;
  private final int rowBytes;
  private final int rowsInMemory;
  private final RegionFile file = new RegionFile();
  private final ByteBuffer[] last;
  private final int[] rows;

  /** By list, where its parts in the file are, each of as many rows as memory holds. */
  private final long[][] parts;

  ListRows(int lists, int dimension) {
    this.codeBytes = RowCode.bytes(dimension);
    this.rowBytes = HEAD + codeBytes;
    this.rowsInMemory = (int) Math.clamp((long) MOST_BYTES / lists / rowBytes, 1, MOST_ROWS);
    this.last = new ByteBuffer[lists];
    this.rows = new int[lists];
    this.parts = new long[lists][0];
  }

  void add(int list, int number, RowCode code) {
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
    into.putInt(number)
        .putFloat(code.scale())
        .putFloat(code.length())
        .putFloat(code.off())
        .put(code.bytes());
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
   * Rows of a list as a page: how much greater the number of each is than the one before it, the
   * numbers beside their codes, and their codes.
   */
  byte[] page(int list, int from, int to) {
    PageOutput page = new PageOutput();
    ByteBuffer beside = ByteBuffer.allocate((to - from) * NUMBERS * Float.BYTES);
    byte[] codes = new byte[(to - from) * codeBytes];
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
      beside.put(part, at + Integer.BYTES, NUMBERS * Float.BYTES);
      System.arraycopy(part, at + HEAD, codes, (row - from) * codeBytes, codeBytes);
    }
    page.bytes(beside.array(), 0, beside.capacity());
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
