package dev.omnigraph.derived;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Pages of derived objects that were read or are being read, as they are stored. Objects never
 * change, so a page serves everyone; the least recently used ones go first. Thread-safe.
 */
public final class PageCache {
  /** What keeping a page takes besides its bytes, about. */
  private static final int OVERHEAD = 200;

  private final long most;
  private final Map<Key, CompletableFuture<byte[]>> pages = new LinkedHashMap<>(16, 0.75f, true);
  private long size;

  /**
   * @param most bytes to keep
   */
  public PageCache(long most) {
    this.most = most;
  }

  /**
   * @param object its name, which no other has
   * @param offset of the page in it
   */
  public record Key(String object, long offset) {}

  /**
   * A page.
   *
   * @param isNew whether whoever asked is the first, and has to read it
   */
  public record Claim(CompletableFuture<byte[]> page, boolean isNew) {}

  public synchronized Claim claim(Key key) {
    CompletableFuture<byte[]> there = pages.get(key);
    if (there != null) {
      return new Claim(there, false);
    }
    CompletableFuture<byte[]> page = new CompletableFuture<>();
    pages.put(key, page);
    return new Claim(page, true);
  }

  /**
   * The page that was claimed is read.
   *
   * @param evicts whether it is kept in place of others; else only where there is room
   */
  public void complete(Key key, CompletableFuture<byte[]> page, byte[] bytes, boolean evicts) {
    keep(key, page, bytes, evicts);
    page.complete(bytes);
  }

  /** The page that was claimed cannot be read; the next who asks is the first again. */
  public void fail(Key key, CompletableFuture<byte[]> page, Throwable reason) {
    synchronized (this) {
      pages.remove(key, page);
    }
    page.completeExceptionally(reason);
  }

  private synchronized void keep(
      Key key, CompletableFuture<byte[]> page, byte[] bytes, boolean evicts) {
    int more = bytes.length + OVERHEAD;
    if (!evicts && size + more > most) {
      pages.remove(key, page);
      return;
    }
    size += more;
    Iterator<Map.Entry<Key, CompletableFuture<byte[]>>> oldest = pages.entrySet().iterator();
    while (size > most && oldest.hasNext()) {
      Map.Entry<Key, CompletableFuture<byte[]>> entry = oldest.next();
      CompletableFuture<byte[]> old = entry.getValue();
      if (!entry.getKey().equals(key) && old.isDone()) {
        size -= old.join().length + OVERHEAD;
        oldest.remove();
      }
    }
  }
}
