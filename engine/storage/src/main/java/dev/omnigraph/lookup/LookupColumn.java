package dev.omnigraph.lookup;

/** The column of ids by which a look-up object finds rows. */
public enum LookupColumn {
  /** A node by its id: at most one row each. */
  ID("id"),
  /** The edges that leave a node. */
  SRC("src"),
  /** The edges that arrive at a node. */
  DST("dst");

  private final String column;

  LookupColumn(String column) {
    this.column = column;
  }

  /** Its name in tables. */
  public String column() {
    return column;
  }
}
