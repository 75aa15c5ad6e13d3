package dev.omnigraph.table;

import dev.omnigraph.derived.LiveFile;
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

  /**
   * Adds a fragment of another version of the same table, as the very files it has there.
   *
   * @param source has the same columns, see {@link WritableTable#hasColumnsOf}
   * @param fragment one without deleted rows
   */
  void adopt(Table source, LiveFile fragment);

  /** Writes what is left, and the deletion files. */
  StagedChange finish();

  @Override
  void close();
}
