package dev.omnigraph.call;

import dev.omnigraph.commit.ReadAt;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two states, of one branch or of two.
 *
 * @param limit changes at most, at least 1
 * @param after where the answer before ended, as that said; null for the beginning
 */
public record DiffRequest(
    ReadAt from, ReadAt to, ChangeFilter filter, int limit, @Nullable String after) {
  /** Changes of an answer when nothing else is asked for. */
  public static final int LIMIT = 1_000;

  public DiffRequest {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit);
    }
  }

  /** Of all changes, the first. */
  public static DiffRequest of(ReadAt from, ReadAt to) {
    return new DiffRequest(from, to, ChangeFilter.ALL, LIMIT, null);
  }

  public DiffRequest only(ChangeFilter wanted) {
    return new DiffRequest(from, to, wanted, limit, after);
  }

  public DiffRequest page(int size, @Nullable String cursor) {
    return new DiffRequest(from, to, filter, size, cursor);
  }
}
