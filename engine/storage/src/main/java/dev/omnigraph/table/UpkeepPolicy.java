package dev.omnigraph.table;

/**
 * When fragments and index segments are written anew. Merging is tiered: a larger part joins only
 * if the smaller ones together are not negligible beside it, so that a row is rewritten a number of
 * times that grows with the logarithm of the table.
 *
 * @param fullRows a fragment with that many rows is never merged
 * @param fullBytes likewise, by the size of its files
 * @param cheapBytes fragments that are together smaller are merged whatever their proportions
 * @param cheapRows likewise for index segments, by rows covered
 * @param ratio how many times larger than the smaller ones together a part may be to join them
 * @param deletedShare of a fragment's rows from which on it is rewritten without them
 */
public record UpkeepPolicy(
    long fullRows,
    long fullBytes,
    long cheapBytes,
    long cheapRows,
    int ratio,
    double deletedShare) {
  public static final UpkeepPolicy DEFAULT =
      new UpkeepPolicy(1 << 20, 256L << 20, 16L << 20, 200_000, 4, 0.1);
}
