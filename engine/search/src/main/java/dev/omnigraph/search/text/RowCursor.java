package dev.omnigraph.search.text;

/** Goes over the rows that have a term, in ascending order. */
interface RowCursor {
  /** Goes to the next row; false after the last one. */
  boolean next();

  int row();

  /** How often the row has the term. */
  int frequency();

  /**
   * The places of these, ascending, in an array that may be longer and is used again; once a row.
   */
  int[] positions();
}
