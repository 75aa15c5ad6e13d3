package dev.omnigraph.table;

import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A change of one table being written, in bounded memory: fragments go out as they fill. Not
 * thread-safe. Closing it without {@link #finish} leaves inert files for cleanup.
 */
public interface Staging extends AutoCloseable {

  /** Adds rows; the batch has the table's columns, in the table's order, and stays the caller's. */
  void append(VectorSchemaRoot rows);

  /** Deletes the row at an address that a scan of the staging's own version gave. */
  void delete(long rowAddress);

  /** Writes what is left, and the deletion files. */
  StagedChange finish();

  @Override
  void close();
}
