package dev.omnigraph.manifest;

import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.table.Pin;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a commit did to one table.
 *
 * @param base the pin it replaces, which is always the one of the state before; null for a table
 *     that the commit adds
 * @param files by name below the table's path, the files that it added, as they were written; of
 *     those that the store tells about at no round trip more
 */
public record TableChange(
    @Nullable Pin base, Pin pin, ChangeSet changes, SortedMap<String, Fingerprint> files) {
  public TableChange {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** A table that the commit adds; a new table has no rows. */
  public static TableChange adding(Pin pin) {
    return new TableChange(null, pin, ChangeSet.Inline.NONE, Collections.emptySortedMap());
  }
}
