package dev.omnigraph.table;

/** Rows written and deletions prepared, which no version names yet. */
public interface StagedChange {
  long appendedRows();

  long deletedRows();

  /**
   * Whether {@link Table#commit} writes a version and nothing that the version names: then whose it
   * is can be told from the first object on.
   */
  default boolean isWhole() {
    return true;
  }
}
