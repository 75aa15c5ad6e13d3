package dev.omnigraph.table;

/**
 * How much is read to build search segments.
 *
 * @param rows that are read
 * @param bytes of the fragments that they are in
 */
public record SegmentWork(long rows, long bytes) {
  public static final SegmentWork NONE = new SegmentWork(0, 0);

  public SegmentWork plus(SegmentWork more) {
    return new SegmentWork(rows + more.rows, bytes + more.bytes);
  }

  /** What is left of it after other work. */
  public SegmentWork minus(SegmentWork done) {
    return new SegmentWork(Math.max(0, rows - done.rows), Math.max(0, bytes - done.bytes));
  }

  boolean isLess(SegmentWork most) {
    return rows < most.rows && bytes < most.bytes;
  }

  boolean isWithin(SegmentWork most) {
    return rows <= most.rows && bytes <= most.bytes;
  }
}
