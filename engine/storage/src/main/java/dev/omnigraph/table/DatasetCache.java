package dev.omnigraph.table;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;

/**
 * Open datasets by what they consist of. That never changes, so a handle serves everyone for as
 * long as the process lives; the least recently used ones that nobody holds are closed.
 * Thread-safe.
 */
final class DatasetCache implements AutoCloseable {
  private final int idle;
  private final Map<String, Entry> held = new HashMap<>();
  private final LinkedHashMap<String, Entry> unused = new LinkedHashMap<>();
  private boolean closed;

  private static final class Entry {
    final String key;
    final Dataset dataset;
    int holders;

    Entry(String key, Dataset dataset) {
      this.key = key;
      this.dataset = dataset;
    }
  }

  /**
   * @param idle how many datasets stay open that nobody holds
   */
  DatasetCache(int idle) {
    this.idle = idle;
  }

  /** A dataset that stays open until the lease is closed. */
  final class Lease implements AutoCloseable {
    private final Entry entry;
    private boolean released;

    private Lease(Entry entry) {
      this.entry = entry;
    }

    Dataset dataset() {
      return entry.dataset;
    }

    @Override
    public void close() {
      synchronized (DatasetCache.this) {
        if (released) {
          return;
        }
        released = true;
        release(entry);
      }
    }
  }

  /** The open dataset, or the one that {@code open} gives; nothing is locked while it runs. */
  Lease acquire(String key, Supplier<Dataset> open) {
    Lease lease = lease(key);
    return lease != null ? lease : add(key, open.get());
  }

  /** Keeps a dataset that was opened by other means, as a commit does. */
  void keep(String key, Dataset dataset) {
    add(key, dataset).close();
  }

  @Override
  public synchronized void close() {
    closed = true;
    unused.values().forEach(entry -> entry.dataset.close());
    unused.clear();
  }

  private synchronized @Nullable Lease lease(String key) {
    Entry entry = held.get(key);
    if (entry == null) {
      entry = unused.remove(key);
      if (entry == null) {
        return null;
      }
      held.put(key, entry);
    }
    entry.holders++;
    return new Lease(entry);
  }

  private synchronized Lease add(String key, Dataset dataset) {
    Lease other = lease(key);
    if (other != null) {
      dataset.close();
      return other;
    }
    Entry entry = new Entry(key, dataset);
    entry.holders = 1;
    held.put(key, entry);
    return new Lease(entry);
  }

  private synchronized void release(Entry entry) {
    if (--entry.holders > 0) {
      return;
    }
    held.remove(entry.key);
    if (closed) {
      entry.dataset.close();
      return;
    }
    unused.put(entry.key, entry);
    Iterator<Entry> oldest = unused.values().iterator();
    while (unused.size() > idle) {
      oldest.next().dataset.close();
      oldest.remove();
    }
  }
}
