package dev.omnigraph.table;

/**
 * What looking ids up in an index costs, in rows of narrow columns that a scan reads in that time.
 *
 * @param latency while a cold lookup waits for the index
 * @param perRow for each id looked up, and for each row found
 */
public record LookupCost(long latency, double perRow) {
  /** Files on this machine. */
  public static final LookupCost NEAR = new LookupCost(8_000, 20);

  /** Objects over a network: every page of the index and of the data may be one more request. */
  public static final LookupCost REMOTE = new LookupCost(100_000, 400);
}
