package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.TokenStream;
import java.util.Locale;

/**
 * How much one query may have of what costs more than its text. A source of a megabyte could have
 * tens of thousands of each, and every row would be tested against all of them.
 */
enum Limit {
  PARAMETERS(1_000, "parameters of a query", "Pass what belongs together as a list."),
  /** Comparisons and function calls, wherever in the query they stand. */
  TERMS(
      1_000,
      "conditions and calls in a query",
      "Pass the values as a list, as in `$names contains $p.name`."),
  /** As many as the greatest vector has. */
  ELEMENTS(65_536, "elements in a list", "Pass the list as a parameter, or split the query."),
  PATTERNS(
      200,
      "patterns in a query",
      "Split the query, and join the answers in the program that asks."),
  COLUMNS(1_000, "columns in a query", "Return whole entities, as in `$p`."),
  KEYS(100, "keys in an order", "Leave out keys: a few decide the order."),
  STATEMENTS(
      1_000,
      "statements in a query",
      "Load the rows as JSON Lines, which takes any number of them.");

  private final int most;
  private final String what;
  private final String help;

  Limit(int most, String what, String help) {
    this.most = most;
    this.what = what;
    this.help = help;
  }

  int most() {
    return most;
  }

  /** Stable, lower snake case: {@code too_many_terms}. */
  String code() {
    return "too_many_" + name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param count including the one at the place
   * @throws dev.omnigraph.lang.SyntaxError {@code too_many_…}, reported
   */
  void check(int count, TokenStream in, Span place) {
    if (count > most) {
      throw in.fail(code(), place, "There are at most %,d %s.".formatted(most, what), help);
    }
  }
}
