package dev.omnigraph.search.text;

/** The rows of a part of an index that have one term. */
interface Posting {
  /** How many they are, those that are gone included. */
  int rows();

  RowCursor cursor();
}
