package dev.omnigraph.table;

import java.util.List;

/** Rows written and deletions prepared, which no version names yet. */
public interface StagedChange {
  long appendedRows();

  long deletedRows();

  /**
   * Keys of the files that it wrote and that {@link WritableTable#commit} makes a version name;
   * only of a change that {@link #isWhole}, those of others are known from the version.
   */
  default List<String> files() {
    return List.of();
  }

  /**
   * Whether {@link WritableTable#commit} writes a version and nothing that the version names: then
   * whose it is can be told from the first object on.
   */
  default boolean isWhole() {
    return true;
  }
}
