package dev.omnigraph.lookup;

import dev.omnigraph.derived.DerivedUnusable;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One look-up object seen from one version of its table: the rows that it knows and the version
 * still has, by id or by rank. Rows in {@link #uncovered} fragments it does not know.
 *
 * <p>Thread-safe; what was read once is not read again. Every method that waits throws {@link
 * DerivedUnusable} when the object is missing, damaged or of another format, and {@link
 * dev.omnigraph.store.StoreException} when the store does not answer.
 */
public interface Lookup {
  /**
   * With more uncovered edges than these an object is not worth asking: a table's own indexes are
   * the better way. Upkeep builds it again long before.
   */
  long MOST_UNCOVERED_ROWS = 100_000;

  /** Starts reading what every look-up needs: one request, or none. Does not wait. */
  void start();

  /** The ids that have a rank, those without rows included. */
  KeySet keys();

  /** Of edges the ids of the nodes at the other end; null of nodes. */
  @Nullable KeySet targets();

  /** Whether {@link LookupBlock#columns} has all of these. */
  boolean covers(Collection<String> columns);

  /** Ids of the version's fragments whose rows the object does not know. */
  List<Integer> uncovered();

  /** How many live rows these fragments have. */
  long uncoveredRows();

  /** Starts reading what {@link #read} would read, after the index. Does not wait. */
  void warm(int[] ranks, Collection<byte[]> ids, Need need);

  /**
   * Hands over every block that has one of the ranks or may have one of the ids, in the order of
   * ranks, each once. The blocks are read side by side: one round trip.
   *
   * @param ranks ascending
   * @param ids in UTF-8; which of them there are, {@link LookupBlock#find} tells
   * @param allocator of the columns
   */
  void read(
      int[] ranks,
      Collection<byte[]> ids,
      Need need,
      BufferAllocator allocator,
      Consumer<LookupBlock> sink);

  /** Hands over every block, in the order of ranks. */
  void readAll(Need need, BufferAllocator allocator, Consumer<LookupBlock> sink);

  /** How many blocks there are, to weigh reading some against reading all. */
  int blocks();
}
