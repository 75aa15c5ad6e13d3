package dev.omnigraph.table;

/**
 * When fragments and segments of indexes are written anew. Merging is tiered: a larger part joins
 * only if the smaller ones together are not negligible beside it, so that a row is rewritten a
 * number of times that grows with the logarithm of the table.
 *
 * @param fullRows a fragment with that many rows is never merged
 * @param fullBytes likewise, by the size of its files
 * @param cheapBytes fragments that are together smaller are merged whatever their proportions
 * @param cheapRows likewise for index segments, by rows covered
 * @param ratio how many times larger than the smaller ones together a part may be to join them
 * @param deletedShare of a fragment's rows from which on it is rewritten without them
 * @param search of search segments
 */
public record UpkeepPolicy(
    long fullRows,
    long fullBytes,
    long cheapBytes,
    long cheapRows,
    int ratio,
    double deletedShare,
    Search search) {
  public static final UpkeepPolicy DEFAULT =
      new UpkeepPolicy(1 << 20, 256L << 20, 16L << 20, 200_000, 4, 0.1);

  /** With the usual search segments. */
  public UpkeepPolicy(
      long fullRows,
      long fullBytes,
      long cheapBytes,
      long cheapRows,
      int ratio,
      double deletedShare) {
    this(fullRows, fullBytes, cheapBytes, cheapRows, ratio, deletedShare, Search.DEFAULT);
  }

  public UpkeepPolicy withSearch(Search other) {
    return new UpkeepPolicy(fullRows, fullBytes, cheapBytes, cheapRows, ratio, deletedShare, other);
  }

  /** For the rest of a run in which segments took some of its work. */
  public UpkeepPolicy after(SegmentWork work) {
    return withSearch(search.withRun(search.run().minus(work)));
  }

  /**
   * When search segments are built.
   *
   * @param textRows that no segment of a column of texts knows, from which on one is built; a
   *     quarter of them where there is one already, because every query reads them beside it
   * @param textBytes of the fragments of such rows, from which on one is built of fewer rows
   * @param vectorRows likewise of a column of vectors
   * @param cheapRows segments that have fewer together are merged whatever their proportions
   * @param mostSegments of a column, with more of which some are merged although no rows have come
   * @param full a segment of so much is not merged, and none is built of more unless one file has
   * @param run what is read for segments in one run of upkeep, over all tables; it ends after the
   *     file with which it is more
   */
  public record Search(
      long textRows,
      long textBytes,
      long vectorRows,
      long cheapRows,
      int mostSegments,
      SegmentWork full,
      SegmentWork run) {
    public static final Search DEFAULT =
        new Search(
            4096,
            16L << 20,
            16_384,
            16_384,
            8,
            new SegmentWork(1 << 20, 256L << 20),
            new SegmentWork(1 << 20, 1L << 30));

    public Search withRun(SegmentWork other) {
      return new Search(textRows, textBytes, vectorRows, cheapRows, mostSegments, full, other);
    }
  }
}
