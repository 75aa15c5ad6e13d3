package dev.omnigraph.table;

/** Rows written and deletions prepared, which no version names yet. */
public interface StagedChange {
  long appendedRows();

  long deletedRows();
}
