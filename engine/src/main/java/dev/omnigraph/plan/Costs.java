package dev.omnigraph.plan;

/**
 * The cost model: one unit is the scan of one row of narrow columns. A lookup through an index pays
 * a few sequential requests to reach the pages, and a random read for each row it finds.
 */
public final class Costs {
  /** Page search and random read, per id looked up and row found. */
  static final double LOOKUP_ROW = 20;

  /** More ids than this in one predicate cost more to plan than the scan saves. */
  static final int MOST_IDS = 20_000;

  private Costs() {}

  /**
   * Whether looking up ids beats reading the whole table.
   *
   * @param perId rows expected for each id
   * @param latency rows that a scan reads while a lookup waits for the index
   */
  public static boolean prefersLookup(
      EdgeAccess access, long ids, double perId, long tableRows, long latency) {
    return switch (access) {
      case PROBE -> true;
      case ADJACENCY -> false;
      case AUTO -> ids <= MOST_IDS && latency + ids * (1 + perId) * LOOKUP_ROW < tableRows;
    };
  }
}
