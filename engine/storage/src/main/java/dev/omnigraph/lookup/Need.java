package dev.omnigraph.lookup;

/**
 * What is wanted of the rows that a look-up finds, besides their ids and, of edges, the ranks of
 * the nodes that they lead to.
 *
 * @param columns the covered columns
 * @param addresses where the rows are in the table
 */
public record Need(boolean columns, boolean addresses) {
  public static final Need IDS = new Need(false, false);
  public static final Need COLUMNS = new Need(true, false);

  public Need withAddresses() {
    return new Need(columns, true);
  }
}
