package dev.omnigraph.search.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Reads side by side, but not more than some at once: each of the others begins after one of these.
 */
final class Lanes {
  /** The last read of each lane. */
  private final List<CompletableFuture<?>> last;

  private int next;

  Lanes(int count) {
    this.last =
        new ArrayList<>(Collections.nCopies(count, CompletableFuture.completedFuture(null)));
  }

  /** Reads in turn, whatever became of what was read before. */
  synchronized <T> CompletableFuture<T> add(Supplier<CompletableFuture<T>> read) {
    CompletableFuture<T> one =
        last.get(next).handle((done, failure) -> done).thenCompose(before -> read.get());
    last.set(next, one);
    next = (next + 1) % last.size();
    return one;
  }
}
