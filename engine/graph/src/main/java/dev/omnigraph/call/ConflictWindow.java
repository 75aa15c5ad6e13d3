package dev.omnigraph.call;

import org.jspecify.annotations.Nullable;

/**
 * Which of the conflicts of a merge an answer shows.
 *
 * @param limit how many at most; fewer where they are large
 * @param after the cursor of the page before it; null for the first
 */
public record ConflictWindow(int limit, @Nullable String after) {
  /** What an answer shows at most. */
  public static final int MOST = 1_000;

  /** The first page. */
  public static final ConflictWindow FIRST = new ConflictWindow(MOST, null);

  public ConflictWindow {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("A page has 1 to " + MOST + " conflicts.");
    }
  }
}
