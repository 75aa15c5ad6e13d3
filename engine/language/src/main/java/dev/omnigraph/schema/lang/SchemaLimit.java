package dev.omnigraph.schema.lang;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.Span;
import java.util.Locale;

/** How much a schema may have of what costs more than its text. */
enum SchemaLimit {
  /** Each has a table of its own. */
  TYPES(1_000, "types in a schema", "Tell kinds apart by a property, as in `kind: enum(a, b)`."),
  /** Each is a column, and every insert names those that are required. */
  PROPERTIES(1_000, "properties of a type", "Put values of one kind into a list or a Vector."),
  /** Every value that is written is looked for among them. */
  VALUES(10_000, "values of an enumeration", "Declare a String, or a node type of such values.");

  private final int most;
  private final String what;
  private final String help;

  SchemaLimit(int most, String what, String help) {
    this.most = most;
    this.what = what;
    this.help = help;
  }

  int most() {
    return most;
  }

  /** Stable, lower snake case: {@code too_many_types}. */
  String code() {
    return "too_many_" + name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reports one too many, once; parsing goes on.
   *
   * @param count including the one at the place
   */
  void check(int count, Diagnostics diagnostics, Span place) {
    if (count == most + 1) {
      diagnostics.error(code(), place, "There are at most %,d %s.".formatted(most, what), help);
    }
  }
}
