package dev.omnigraph.guard;

import dev.omnigraph.commit.Proposal;
import dev.omnigraph.schema.Catalog;

/** What a write must be allowed to do. */
public interface Check {
  /** Before anything is prepared. */
  void before(Permit permit, Catalog catalog);

  /** When it is known what would be written. */
  default void after(Permit permit, Proposal<?> proposal) {}
}
