package dev.omnigraph.query;

import java.time.Instant;

/**
 * Which rows of its answer a query is to give, in the order that the query says. As that order is
 * total, windows beside each other on one state have each row once.
 *
 * <p>It costs what the query costs with such an offset and limit: what is passed over is matched
 * and ordered again.
 *
 * @param offset how many rows of the answer are passed over
 * @param limit how many are given at most; the query's own limit counts as well
 * @param now what {@code now()} means, which has to be the same in all windows of one answer
 */
public record Window(long offset, long limit, Instant now) {
  public Window {
    if (offset < 0 || limit < 0) {
      throw new IllegalArgumentException("a window has no negative side");
    }
  }
}
