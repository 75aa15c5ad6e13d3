package dev.omnigraph.search.text;

import dev.omnigraph.derived.Deflation;
import dev.omnigraph.derived.PageInput;

/** The lengths of the texts of a page of rows. */
final class SegmentLengths {
  /** Of a row without a text. */
  static final int NONE = -1;

  private SegmentLengths() {}

  /**
   * @param number of the page
   * @return of each row of it how many tokens its text has, or {@link #NONE}
   */
  static int[] read(byte[] page, SegmentIndex index, int number) {
    PageInput in = new PageInput(Deflation.unpack(page, 0, page.length));
    int rows =
        Math.min(SegmentIndex.LENGTHS_PAGE, index.rows() - number * SegmentIndex.LENGTHS_PAGE);
    int[] lengths = new int[rows];
    for (int row = 0; row < rows; row++) {
      long length = in.number() - 1;
      if (length < NONE || length > Integer.MAX_VALUE) {
        throw PageInput.damaged();
      }
      lengths[row] = (int) length;
    }
    in.finish();
    return lengths;
  }
}
