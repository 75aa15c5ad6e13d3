package dev.omnigraph.protocol.check;

/**
 * How a graph is checked.
 *
 * @param apply writes again what is derived and missing or wrong
 * @param deep reads every file of every table, and compares it with what its commit says of it
 */
public record RepairRequest(boolean apply, boolean deep) {
  /** Changes nothing, and does not read the files of tables. */
  public static final RepairRequest CHECK = new RepairRequest(false, false);

  /** Writes again what is derived, without reading the files of tables. */
  public static final RepairRequest APPLY = new RepairRequest(true, false);
}
