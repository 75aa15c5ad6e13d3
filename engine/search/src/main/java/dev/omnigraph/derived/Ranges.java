package dev.omnigraph.derived;

/** The bytes of one derived object in its store. */
public interface Ranges {
  /**
   * Some of them: as many as there are, if these are fewer.
   *
   * @throws DerivedUnusable if there is no such object
   */
  byte[] read(long offset, int length);
}
