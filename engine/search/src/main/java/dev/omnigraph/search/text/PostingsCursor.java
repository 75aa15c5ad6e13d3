package dev.omnigraph.search.text;

import dev.omnigraph.derived.PageInput;
import java.util.Iterator;

/** Reads the postings of a term of a segment. */
final class PostingsCursor implements RowCursor {
  private static final int[] NONE = {};

  private final Iterator<TermEntry.Bytes> chunks;

  /** All numbers of rows are below. */
  private final int most;

  private PageInput rows = new PageInput(new byte[0]);
  private PageInput places = rows;
  private int rowsEnd;
  private int placesEnd;
  private int left;
  private int row;
  private int frequency;
  private int[] positions = NONE;
  private boolean isBehind;

  /** How many places of rows that were passed over have not been read. */
  private long passed;

  /**
   * @param count of rows
   */
  PostingsCursor(int count, Iterator<TermEntry.Bytes> chunks, int most) {
    this.chunks = chunks;
    this.most = most;
    this.left = count;
  }

  @Override
  public boolean next() {
    if (left == 0) {
      rows.finish();
      return false;
    }
    if (rows.position() == rowsEnd) {
      nextChunk();
    }
    long step = rows.number();
    frequency = (step & 1) == 1 ? 1 : rows.upTo(Integer.MAX_VALUE);
    long next = row + (step >>> 1);
    boolean isAfter = next > row || (next == row && !isBehind);
    if (next >= most || frequency == 0 || !isAfter) {
      throw PageInput.damaged();
    }
    row = (int) next;
    isBehind = true;
    passed += frequency;
    left--;
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
    for (; passed > frequency; passed--) {
      places.number();
    }
    if (positions.length < frequency) {
      if (frequency > placesEnd) {
        throw PageInput.damaged();
      }
      positions = new int[Math.max(16, frequency)];
    }
    long place = 0;
    for (int i = 0; i < frequency; i++) {
      place += places.upTo(Integer.MAX_VALUE);
      if (place > Integer.MAX_VALUE) {
        throw PageInput.damaged();
      }
      positions[i] = (int) place;
    }
    passed = 0;
    return positions;
  }

  private void nextChunk() {
    rows.finish();
    if (!chunks.hasNext()) {
      throw PageInput.damaged();
    }
    TermEntry.Bytes chunk = chunks.next();
    rows = new PageInput(chunk.rows());
    rowsEnd = chunk.rows().length;
    places = new PageInput(chunk.places());
    placesEnd = chunk.places().length;
    passed = 0;
  }
}
