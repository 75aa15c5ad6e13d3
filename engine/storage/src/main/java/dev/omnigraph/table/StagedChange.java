package dev.omnigraph.table;

import dev.omnigraph.lookup.LookupRef;
import dev.omnigraph.store.Fingerprint;
import java.util.List;
import java.util.Map;

/** Rows written and deletions prepared, which no record names yet. */
public interface StagedChange {
  long appendedRows();

  long deletedRows();

  /**
   * Keys of the files that it wrote; only of a change that {@link #isWhole}, those of others are
   * known from the version that they made.
   */
  default List<String> files() {
    return List.of();
  }

  /** Of these files, those whose checksums are known without asking the store, by key. */
  default Map<String, Fingerprint> known() {
    return Map.of();
  }

  /** The indexes that it built or extended. */
  default List<IndexSpec> indexes() {
    return List.of();
  }

  /** The look-up objects that it made. */
  default List<LookupRef> lookups() {
    return List.of();
  }

  /** The search segments that it made. */
  default List<BuiltSegments> builtSegments() {
    return List.of();
  }

  /** Whether {@link WritableTable#commit} writes nothing more that a version names. */
  default boolean isWhole() {
    return true;
  }
}
