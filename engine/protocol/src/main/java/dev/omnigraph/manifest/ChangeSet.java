package dev.omnigraph.manifest;

import java.util.List;

/** Which entities of one table a commit changed, by id. */
public sealed interface ChangeSet {
  /** How many, wherever the ids are. */
  Counts counts();

  /** Numbers of entities. */
  record Counts(long inserted, long updated, long deleted) {
    public static final Counts NONE = new Counts(0, 0, 0);

    public Counts plus(Counts other) {
      return new Counts(
          inserted + other.inserted, updated + other.updated, deleted + other.deleted);
    }

    public long total() {
      return inserted + updated + deleted;
    }
  }

  /** The ids themselves, each in exactly one list. */
  record Inline(List<String> inserted, List<String> updated, List<String> deleted)
      implements ChangeSet {
    public Inline {
      inserted = List.copyOf(inserted);
      updated = List.copyOf(updated);
      deleted = List.copyOf(deleted);
    }

    public static final Inline NONE = new Inline(List.of(), List.of(), List.of());

    @Override
    public Counts counts() {
      return new Counts(inserted.size(), updated.size(), deleted.size());
    }
  }

  /**
   * The same, in an object of its own because it is too large for the record.
   *
   * @param key below the graph root
   */
  record Spilled(String key, Counts counts) implements ChangeSet {}
}
