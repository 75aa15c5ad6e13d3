package dev.omnigraph.parquet;

import java.io.IOException;

/**
 * What stands before a page.
 *
 * @param length of it, in bytes
 * @param packed bytes of the page
 */
record PageHeader(Struct fields, int type, int length, int unpacked, int packed) {
  static final int DATA = 0;
  static final int DICTIONARY = 2;
  static final int DATA_V2 = 3;

  /** Most headers have a hundredth of it; those with long smallest and largest values have more. */
  private static final int FIRST_READ = 1 << 10;

  private static final int LARGEST = 1 << 24;

  /**
   * @param left bytes until the column ends
   */
  static PageHeader read(ByteSource file, long from, long left) throws IOException {
    int most = (int) Math.min(left, LARGEST);
    for (int count = Math.min(FIRST_READ, most); ; count = Math.min(count << 4, most)) {
      Bytes bytes = new Bytes(file.read(from, count));
      try {
        return of(new CompactReader(bytes).struct(), bytes.at(), left);
      } catch (ParquetFault e) {
        if (count == most) {
          throw e;
        }
      }
    }
  }

  private static PageHeader of(Struct fields, int length, long left) throws ParquetFault {
    PageHeader header = new PageHeader(fields, fields.i32(1), length, fields.i32(2), fields.i32(3));
    if (header.unpacked < 0 || header.packed < 0 || header.packed > left - length) {
      throw ParquetFault.damaged("has a page that is longer than its column");
    }
    return header;
  }
}
