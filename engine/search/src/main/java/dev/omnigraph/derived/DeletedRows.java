package dev.omnigraph.derived;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The lists of deleted rows of a version of a table. */
public interface DeletedRows {
  /** The deleted rows of each of these fragments, by its id: their places in it. */
  Map<Integer, BitSet> of(Collection<LiveFile> fragments);

  /** Starts reading those of fragments from which rows were deleted since; no request for none. */
  default CompletableFuture<Map<Integer, BitSet>> start(List<LiveFile> changed, Executor executor) {
    return changed.isEmpty()
        ? CompletableFuture.completedFuture(Map.of())
        : CompletableFuture.supplyAsync(() -> of(changed), executor);
  }
}
