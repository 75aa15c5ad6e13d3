package dev.omnigraph.search.vector;

import dev.omnigraph.derived.LiveFile;
import java.util.Collection;

/**
 * Reads the vectors of one column in one version of a table, of live rows only. What it reads it
 * hands over before it returns, on the thread that called it and in any order; rows without a
 * vector are left out. May be called by several threads at once.
 */
public interface TableVectors {
  /** Told of the vector of a row. */
  interface Sink {
    /**
     * @param vector good until this returns
     */
    void row(long address, float[] vector);
  }

  /** Those of all rows of some files, in memory that does not depend on how many they are. */
  void read(Collection<LiveFile> files, Sink sink);

  /**
   * Those of some rows.
   *
   * @param addresses in ascending order, each once; at most some thousands
   */
  void read(long[] addresses, Sink sink);
}
