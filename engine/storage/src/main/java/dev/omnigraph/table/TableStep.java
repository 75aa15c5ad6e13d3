package dev.omnigraph.table;

/** What a commit does to a table: from the version before it, it makes the one after it. */
public sealed interface TableStep permits RowDelta, NewBase {
  /**
   * The version after it.
   *
   * @throws IllegalArgumentException when it does not fit the version before it
   */
  Pin after(Pin base);
}
