package dev.omnigraph.search.vector;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.LiveFile;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What knows which rows of a version.
 *
 * @param tail the files whose rows no segment knows
 */
record Layout(List<Part> parts, List<LiveFile> tail) {
  /**
   * A segment.
   *
   * @param coverage of the files that no segment before it has
   * @param deleted by fragment, of those that have changed since
   */
  record Part(
      VectorSegment segment,
      VectorSegment.Opened opened,
      Coverage coverage,
      CompletableFuture<Map<Integer, BitSet>> deleted) {}
}
