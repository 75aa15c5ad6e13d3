package dev.omnigraph.table;

/**
 * Whether a filter is better answered by indexes or by reading the columns. A BTREE takes about
 * half a millisecond for each constant of a set, as it searches a page for each; reading a million
 * rows takes no longer than a hundred of those, however large the set.
 */
final class IndexChoice {
  private static final int ALWAYS = 256;
  private static final int ROWS_PER_CONSTANT = 2000;

  private IndexChoice() {}

  static boolean pays(Predicate filter, long rows) {
    return constants(filter) <= Math.max(ALWAYS, rows / ROWS_PER_CONSTANT);
  }

  private static long constants(Predicate filter) {
    return switch (filter) {
      case Predicate.In in -> in.values().size();
      case Predicate.And and -> and.terms().stream().mapToLong(IndexChoice::constants).sum();
      case Predicate.Or or -> or.terms().stream().mapToLong(IndexChoice::constants).sum();
      case Predicate.Not not -> constants(not.term());
      case Predicate.Compare compare -> 1;
      case Predicate.IsNull isNull -> 1;
      case Predicate.StartsWith starts -> 1;
      case Predicate.ContainsText contains -> 1;
      case Predicate.ContainsElement contains -> 1;
    };
  }
}
