package dev.omnigraph.manifest;

import java.util.List;

/** Which entities of one table a commit changed, by id. */
public sealed interface ChangeSet {

  /** The ids themselves, each in exactly one list. */
  record Inline(List<String> inserted, List<String> updated, List<String> deleted)
      implements ChangeSet {
    public Inline {
      inserted = List.copyOf(inserted);
      updated = List.copyOf(updated);
      deleted = List.copyOf(deleted);
    }

    public static final Inline NONE = new Inline(List.of(), List.of(), List.of());
  }

  /**
   * The same, in an object of its own because it is too large for the record.
   *
   * @param key below the graph root
   */
  record Spilled(String key, long inserted, long updated, long deleted) implements ChangeSet {
    /** Whether these are as many ids as its object must have. */
    public boolean counts(Inline ids) {
      return ids.inserted().size() == inserted
          && ids.updated().size() == updated
          && ids.deleted().size() == deleted;
    }
  }
}
