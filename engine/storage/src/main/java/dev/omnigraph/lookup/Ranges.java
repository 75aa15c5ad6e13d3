package dev.omnigraph.lookup;

/** The bytes of one look-up object in its store. */
public interface Ranges {
  /**
   * Some of them: as many as there are, if these are fewer.
   *
   * @throws LookupUnusable if there is no such object
   */
  byte[] read(long offset, int length);
}
