package dev.omnigraph.search.text;

/** Terms with their rows, one after the other in the order of their UTF-8. */
interface TermCursor {
  /** Goes to the next term; false after the last one. */
  boolean next();

  /** In UTF-8. */
  byte[] term();

  /** The rows of the term. */
  RowCursor rows();
}
