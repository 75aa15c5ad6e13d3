package dev.omnigraph.lookup;

import org.apache.arrow.vector.VectorSchemaRoot;

/** Keys of neighbouring ranks with their rows. Valid while whoever it was handed to has it. */
public interface LookupBlock {
  /** Rank of the first key. */
  int first();

  /** How many keys there are; those without rows are there too. */
  int size();

  /** The id of a key, in UTF-8. */
  byte[] id(int key);

  /** The key with the id, or -1. */
  int find(byte[] id);

  /** The first row of a key; rows of a block are counted from 0. */
  int start(int key);

  /** Behind the last row of a key. */
  int end(int key);

  /** Whether the version of the table has the row still. */
  boolean isLive(int row);

  /** Rank of the node at an edge's other end, in {@link Lookup#targets}. */
  int target(int row);

  /** The address of a live row in the version of the table; only if it was asked for. */
  long address(int row);

  /** The covered columns by row; only if they were asked for. */
  VectorSchemaRoot columns();
}
