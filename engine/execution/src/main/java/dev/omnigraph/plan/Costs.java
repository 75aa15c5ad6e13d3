package dev.omnigraph.plan;

import dev.omnigraph.table.LookupCost;

/**
 * The cost model: one unit is the scan of one row of narrow columns. A lookup through an index pays
 * a few sequential requests to reach the pages, and a random read for each row it finds.
 */
public final class Costs {
  /** More ids than this in one predicate cost more to plan than the scan saves. */
  static final int MOST_IDS = 20_000;

  private Costs() {}

  /**
   * Whether looking up ids beats reading the whole table.
   *
   * @param perId rows expected for each id
   * @param tableRows as narrow as those that the cost counts in
   */
  public static boolean prefersLookup(
      EdgeAccess access, long ids, double perId, long tableRows, LookupCost cost) {
    return switch (access) {
      case PROBE -> true;
      case ADJACENCY -> false;
      case AUTO ->
          ids <= MOST_IDS && cost.latency() + ids * (1 + perId) * cost.perRow() < tableRows;
    };
  }
}
