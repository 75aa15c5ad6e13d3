package dev.omnigraph.search.text;

import dev.omnigraph.derived.PageInput;

/** The rows of a term as they wait for being sorted in: places beside each row. */
final class RawRows implements RowCursor {
  private static final int[] NONE = {};

  private final PageInput in;
  private final boolean hasPositions;
  private int left;
  private int row;
  private int frequency;
  private int[] positions = NONE;

  RawRows(byte[] bytes, int rows, boolean hasPositions) {
    this.in = new PageInput(bytes);
    this.left = rows;
    this.hasPositions = hasPositions;
  }

  @Override
  public boolean next() {
    if (left == 0) {
      return false;
    }
    left--;
    row += (int) in.number();
    frequency = (int) in.number();
    if (hasPositions) {
      positions = positions.length < frequency ? new int[2 * frequency] : positions;
      int place = 0;
      for (int i = 0; i < frequency; i++) {
        place += (int) in.number();
        positions[i] = place;
      }
    }
    return true;
  }

  @Override
  public int row() {
    return row;
  }

  @Override
  public int frequency() {
    return frequency;
  }

  @Override
  public int[] positions() {
    return positions;
  }
}
