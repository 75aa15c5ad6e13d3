package dev.omnigraph.search.text;

import dev.omnigraph.derived.LiveFile;
import java.util.Collection;

/** Reads texts of one column of one version of a table from its rows. Thread-safe. */
public interface TailTexts {
  /** Hands over the texts of all live rows of some fragments, in any order; no nulls. */
  void read(Collection<LiveFile> files, TextSink sink);

  /**
   * Hands over the texts of some live rows, in any order; no nulls.
   *
   * @param addresses ascending
   */
  void read(long[] addresses, TextSink sink);

  /** Takes texts, on one thread at a time. */
  @FunctionalInterface
  interface TextSink {
    void accept(long address, String text);
  }
}
