package dev.omnigraph.store;

import java.time.Instant;
import java.util.List;

/**
 * A listing and the store's own time of it, so that ages never depend on this process's clock.
 *
 * @param storeTime the time of the listing's first page by the store's clock
 */
public record Listing(List<ObjectEntry> entries, Instant storeTime) {
  public Listing {
    entries = List.copyOf(entries);
  }
}
