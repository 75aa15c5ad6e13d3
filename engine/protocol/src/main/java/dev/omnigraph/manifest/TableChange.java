package dev.omnigraph.manifest;

import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.table.NewBase;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.TableStep;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a commit did to one table.
 *
 * @param before {@link Pin#digest} of the version that it was made on, which is always the one of
 *     the state before; null for a table that the commit adds
 * @param rows live rows after it
 * @param files by name below the table's path, the files that it added, as they were written; of
 *     those that the store tells about at no round trip more
 */
public record TableChange(
    @Nullable String before,
    TableStep step,
    long rows,
    ChangeSet changes,
    SortedMap<String, Fingerprint> files) {
  public TableChange {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** The change from one version of a table to the next. */
  public static TableChange between(
      Pin before, Pin after, ChangeSet changes, SortedMap<String, Fingerprint> files) {
    return new TableChange(before.digest(), before.stepTo(after), after.rows(), changes, files);
  }

  /**
   * A table that comes: empty, or with the rows that it has elsewhere, which nobody here can have
   * named before.
   */
  public static TableChange adding(Pin created) {
    return adding(created, Collections.emptySortedMap());
  }

  /** The same of a version for which the commit added files. */
  public static TableChange adding(Pin created, SortedMap<String, Fingerprint> files) {
    return new TableChange(
        null,
        new NewBase(created),
        created.rows(),
        new ChangeSet.Inline(List.of(), List.of(), List.of(), created.rows()),
        files);
  }

  /**
   * The version after it.
   *
   * @param now the version of the state that it follows, or null when that has no such table
   * @throws IllegalArgumentException saying why it does not follow
   */
  Pin after(@Nullable Pin now) {
    Pin after;
    if (now == null) {
      if (before != null || !(step instanceof NewBase created)) {
        throw new IllegalArgumentException("there is no such table before it");
      }
      after = created.pin();
    } else {
      if (!now.digest().equals(before)) {
        throw new IllegalArgumentException("it was made on another version than the one before it");
      }
      after = step.after(now);
    }
    if (after.rows() != rows) {
      throw new IllegalArgumentException(
          "it says that " + rows + " rows are left, and there are " + after.rows());
    }
    return after;
  }
}
