package dev.omnigraph.lang;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;

/**
 * How much a query or a schema may have of what costs more than its text; each is also the code of
 * one too many. A source of a megabyte could have tens of thousands of each, and every row would be
 * tested against all of them.
 */
public enum Limit implements ErrorCode {
  // Of queries
  TOO_MANY_PARAMETERS(1_000, "parameters of a query", "Pass what belongs together as a list."),
  /** Comparisons and function calls, wherever in the query they stand. */
  TOO_MANY_TERMS(
      1_000,
      "conditions and calls in a query",
      "Pass the values as a list, as in `$names contains $p.name`."),
  /** As many as the greatest vector has. */
  TOO_MANY_ELEMENTS(
      65_536, "elements in a list", "Pass the list as a parameter, or split the query."),
  TOO_MANY_PATTERNS(
      200,
      "patterns in a query",
      "Split the query, and join the answers in the program that asks."),
  TOO_MANY_COLUMNS(1_000, "columns in a query", "Return whole entities, as in `$p`."),
  TOO_MANY_KEYS(100, "keys in an order", "Leave out keys: a few decide the order."),
  TOO_MANY_STATEMENTS(
      1_000,
      "statements in a query",
      "Load the rows as JSON Lines, which takes any number of them."),

  // Of schemas
  /** Each has a table of its own. */
  TOO_MANY_TYPES(
      1_000, "types in a schema", "Tell kinds apart by a property, as in `kind: enum(a, b)`."),
  /** Each is a column, and every insert names those that are required. */
  TOO_MANY_PROPERTIES(
      1_000, "properties of a type", "Put values of one kind into a list or a Vector."),
  /** Every value that is written is looked for among them. */
  TOO_MANY_VALUES(
      10_000, "values of an enumeration", "Declare a String, or a node type of such values.");

  private final int most;
  private final String what;
  private final String nextStep;

  Limit(int most, String what, String nextStep) {
    this.most = most;
    this.what = what;
    this.nextStep = nextStep;
  }

  public int most() {
    return most;
  }

  @Override
  public Entry entry() {
    return new Entry(
        ErrorKind.INVALID, "There are more than %,d %s.".formatted(most, what), nextStep);
  }

  /**
   * Gives up what is being parsed at one too many.
   *
   * @param count including the one at the place
   * @throws ParseFailure reported with this code
   */
  public void check(int count, TokenStream in, Span place) {
    if (count > most) {
      throw in.fail(this, place, message());
    }
  }

  /**
   * Reports one too many, once; parsing goes on.
   *
   * @param count including the one at the place
   */
  public void report(int count, Diagnostics diagnostics, Span place) {
    if (count == most + 1) {
      diagnostics.error(this, place, message());
    }
  }

  private String message() {
    return "There are at most %,d %s.".formatted(most, what);
  }
}
