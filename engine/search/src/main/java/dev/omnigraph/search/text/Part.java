package dev.omnigraph.search.text;

/** Some rows of a version of a table, as they are asked by one query. */
interface Part {
  /**
   * Adds the live rows that match.
   *
   * @param found those that do
   * @param candidates those of which only the text can tell
   */
  void find(Found found, Found candidates);

  /** Live rows that have a text. */
  long texts();

  /** Tokens of these. */
  long tokens();

  /** How many live rows have each distinct term of the query. */
  long[] counts();

  /** Adds the live rows that have a term, with their scores. */
  void score(Weights weights, Found found);
}
