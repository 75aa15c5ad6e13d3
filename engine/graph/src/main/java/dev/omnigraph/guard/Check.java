package dev.omnigraph.guard;

import dev.omnigraph.commit.Proposal;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.schema.Catalog;

/** What a write must be allowed to do. */
public interface Check {
  /** Before anything is prepared. */
  void before(Permit permit, Catalog catalog);

  /** When it is known what would be written. */
  default void after(Permit permit, Proposal<?> proposal) {}

  /**
   * When it was done before, and is told again.
   *
   * @param record what was written
   */
  default void again(Permit permit, Catalog catalog, ManifestRecord record) {}
}
