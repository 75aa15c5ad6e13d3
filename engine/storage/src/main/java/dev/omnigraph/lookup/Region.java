package dev.omnigraph.lookup;

/**
 * A part of a look-up object, in the order in which they follow each other: a page of each block.
 */
enum Region {
  /** Ids, how many rows each has, and where these lead. */
  KEYS,
  /** Covered columns. */
  COLUMNS,
  /** Numbers of the rows. */
  ROWS
}
