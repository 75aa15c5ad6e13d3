package dev.omnigraph.plan;

import dev.omnigraph.table.LookupCost;

/** How traversals and late fetches find their rows. The answers are equal whatever it is. */
public enum EdgeAccess {
  /** By cost, from row counts. */
  AUTO,
  /** Always by index lookups of the ids at hand. */
  PROBE,
  /** Always by reading the whole table into an in-memory adjacency. */
  ADJACENCY;

  /** More ids than this in one predicate cost more to plan than the scan saves. */
  private static final int MOST_IDS = 20_000;

  /**
   * Whether looking up ids beats reading the whole table. One unit of cost is the scan of one row
   * of narrow columns. A lookup through an index pays a few sequential requests to reach the pages,
   * and a random read for each row it finds.
   *
   * @param perId rows expected for each id
   * @param tableRows as narrow as those that the cost counts in
   */
  public boolean prefersLookup(long ids, double perId, long tableRows, LookupCost cost) {
    return switch (this) {
      case PROBE -> true;
      case ADJACENCY -> false;
      case AUTO ->
          ids <= MOST_IDS && cost.latency() + ids * (1 + perId) * cost.perRow() < tableRows;
    };
  }
}
