package dev.omnigraph.exec;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;

/**
 * The memory of one query: everything it keeps between batches is allocated here, within a limit,
 * and freed at the end whatever happens. Thread-safe.
 */
final class QueryMemory implements AutoCloseable {
  private final BufferAllocator allocator;
  private final Set<AutoCloseable> owned =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  /**
   * @param limit in bytes
   */
  QueryMemory(BufferAllocator parent, long limit) {
    this.allocator = parent.newChildAllocator("query", 0, limit);
  }

  BufferAllocator allocator() {
    return allocator;
  }

  /** Registers something to be closed with the query, or earlier by {@link #free}. */
  <T extends AutoCloseable> T own(T resource) {
    owned.add(resource);
    return resource;
  }

  Ints ints() {
    return own(new Ints(allocator));
  }

  /** Closes something before the end; anything that is not owned is left alone. */
  void free(AutoCloseable resource) {
    if (owned.remove(resource)) {
      closeQuietly(resource);
    }
  }

  long peakBytes() {
    return allocator.getPeakMemoryAllocation();
  }

  /**
   * Runs the query in this memory.
   *
   * @throws GraphException {@code query_memory_exceeded} when the limit is reached
   */
  <T> T guard(Supplier<T> query) {
    try {
      return query.get();
    } catch (OutOfMemoryException e) {
      throw exceeded(e);
    }
  }

  GraphException exceeded(Throwable cause) {
    return new GraphException(
        ErrorKind.TOO_LARGE,
        "query_memory_exceeded",
        "The query needs more than its " + (allocator.getLimit() >> 20) + " MiB of memory.",
        "Match fewer entities, return fewer properties, or raise the limit.",
        Map.of("limit_bytes", allocator.getLimit()),
        cause);
  }

  @Override
  public void close() {
    for (AutoCloseable resource : owned) {
      closeQuietly(resource);
    }
    owned.clear();
    allocator.close();
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new IllegalStateException("Query memory could not be freed.", e);
    }
  }
}
