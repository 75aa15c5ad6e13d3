package dev.omnigraph.search.text;

/** The rows of a part of an index, by their numbers in it. */
interface PartRows {
  /** All numbers are below. */
  int count();

  /** Whether no row is gone. */
  boolean areLive();

  /** Where the row is in the version; -1 when it is gone. */
  long address(int row);

  /** Of a row that has a text. */
  int tokens(int row);

  /** Live rows that have a text. */
  long texts();

  /** Tokens of these. */
  long tokens();
}
