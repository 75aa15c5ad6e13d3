package dev.omnigraph.changes;

import dev.omnigraph.call.Change;
import dev.omnigraph.id.TableId;
import dev.omnigraph.value.JsonSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes up to a number of them and a size. The first that is too much is not in the page, but
 * tells that another one follows.
 */
final class FilledPage {
  /** So that an answer is one that a function can send; a change alone may be larger. */
  static final long MOST_BYTES = 3 << 20;

  private final int limit;
  private final List<Change> changes = new ArrayList<>();
  private @Nullable TableId last;
  private long bytes;
  private boolean full;

  FilledPage(int limit) {
    this.limit = limit;
  }

  int limit() {
    return limit;
  }

  boolean isFull() {
    return full;
  }

  void add(TableId table, Change change) {
    long more = JsonSize.of(change.before()) + JsonSize.of(change.after());
    boolean isTooLarge = bytes + more > MOST_BYTES && !changes.isEmpty();
    if (full || changes.size() == limit || isTooLarge) {
      full = true;
      return;
    }
    changes.add(change);
    last = table;
    bytes += more;
  }

  Diff.Page page() {
    TableId table = last;
    DiffCursor next = full && table != null ? new DiffCursor(table, changes.getLast().id()) : null;
    return new Diff.Page(List.copyOf(changes), next, bytes);
  }
}
