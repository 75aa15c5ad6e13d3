package dev.omnigraph.search.text;

/** What is asked of the rows that have the terms of a query. */
enum Need {
  /** Which they are. */
  ROWS,
  /** Also what the terms are worth in each. */
  SCORES,
  /** How many they are, and no more. */
  COUNTS
}
