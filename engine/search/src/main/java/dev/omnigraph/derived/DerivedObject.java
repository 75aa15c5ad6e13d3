package dev.omnigraph.derived;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One derived object in its store: its index by one request, any of its pages by requests side by
 * side, for ranges that have what lies near together. What is given was checked against its
 * checksum. Thread-safe.
 */
public final class DerivedObject {
  /** An object up to this size is read whole: in parts it would take longer. */
  public static final int WHOLE_BYTES = 1 << 20;

  private static final int MOST_GAP = 64 << 10;
  private static final int MOST_RANGE = 1 << 20;
  private static final int MOST_AT_ONCE = 32;

  private final DerivedRef ref;
  private final Ranges ranges;
  private final PageCache cache;
  private final Executor executor;
  private final Function<byte[], Stream<Page>> contents;

  /**
   * @param contents all pages of the object, by its index
   */
  public DerivedObject(
      DerivedRef ref,
      Ranges ranges,
      PageCache cache,
      Executor executor,
      Function<byte[], Stream<Page>> contents) {
    this.contents = contents;
    this.ref = ref;
    this.ranges = ranges;
    this.cache = cache;
    this.executor = executor;
  }

  /** Starts reading the index. */
  public CompletableFuture<byte[]> index() {
    PageCache.Key key = key(ref.bytes() - ref.indexBytes());
    PageCache.Claim claim = cache.claim(key);
    if (claim.isNew()) {
      run(
          () -> {
            try {
              cache.complete(key, claim.page(), readIndex(), true);
            } catch (RuntimeException | Error e) {
              cache.fail(key, claim.page(), e);
            }
          },
          reason -> cache.fail(key, claim.page(), reason));
    }
    return claim.page();
  }

  /**
   * Starts reading pages.
   *
   * @param wanted none without bytes
   * @param evicts whether the cache keeps them in place of others
   */
  public Map<Page, CompletableFuture<byte[]>> pages(List<Page> wanted, boolean evicts) {
    Map<Page, CompletableFuture<byte[]>> pages = new LinkedHashMap<>();
    List<Missing> missing = new ArrayList<>();
    for (Page page : wanted) {
      PageCache.Claim claim = cache.claim(key(page.offset()));
      pages.put(page, claim.page());
      if (claim.isNew()) {
        missing.add(new Missing(page, claim.page()));
      }
    }
    List<List<Missing>> merged = merged(missing);
    Queue<List<Missing>> queue = new ConcurrentLinkedQueue<>(merged);
    int readers = Math.min(MOST_AT_ONCE, merged.size());
    for (int i = 0; i < readers; i++) {
      boolean first = i == 0;
      run(
          () -> {
            for (var range = queue.poll(); range != null; range = queue.poll()) {
              readRange(range, evicts);
            }
          },
          reason -> {
            // Any other only helps the first, which reads whatever is left.
            if (first) {
              queue.forEach(range -> fail(range, reason));
              queue.clear();
            }
          });
    }
    return pages;
  }

  /** A page that nobody has read yet. */
  private record Missing(Page page, CompletableFuture<byte[]> future) {}

  private byte[] readIndex() {
    int size = (int) (ref.bytes() <= WHOLE_BYTES ? ref.bytes() : ref.indexBytes());
    byte[] bytes = read(ref.bytes() - size, size);
    byte[] index = Arrays.copyOfRange(bytes, size - ref.indexBytes(), size);
    check(index, (int) ref.checksum());
    if (size == ref.bytes()) {
      keepAll(contents.apply(index), bytes);
    }
    return index;
  }

  private void keepAll(Stream<Page> pages, byte[] whole) {
    pages
        .filter(page -> page.length() > 0)
        .forEach(
            page -> {
              byte[] bytes = Arrays.copyOfRange(whole, (int) page.offset(), (int) page.end());
              check(bytes, page.checksum());
              PageCache.Key key = key(page.offset());
              PageCache.Claim claim = cache.claim(key);
              if (claim.isNew()) {
                cache.complete(key, claim.page(), bytes, true);
              }
            });
  }

  private void readRange(List<Missing> range, boolean evicts) {
    List<byte[]> pages = new ArrayList<>();
    try {
      long from = range.getFirst().page().offset();
      byte[] bytes = read(from, (int) (range.getLast().page().end() - from));
      for (Missing missing : range) {
        Page page = missing.page();
        int start = (int) (page.offset() - from);
        byte[] own = Arrays.copyOfRange(bytes, start, start + page.length());
        check(own, page.checksum());
        pages.add(own);
      }
    } catch (RuntimeException | Error e) {
      fail(range, e);
      return;
    }
    for (int i = 0; i < range.size(); i++) {
      Missing missing = range.get(i);
      cache.complete(key(missing.page().offset()), missing.future(), pages.get(i), evicts);
    }
  }

  private byte[] read(long offset, int length) {
    byte[] bytes = ranges.read(offset, length);
    if (bytes.length != length) {
      throw new DerivedUnusable("A derived object is shorter than it was.");
    }
    return bytes;
  }

  private void fail(List<Missing> range, Throwable reason) {
    range.forEach(page -> cache.fail(key(page.page().offset()), page.future(), reason));
  }

  private static void check(byte[] bytes, int checksum) {
    if (Page.checksum(bytes) != checksum) {
      throw new DerivedUnusable("A part of a derived object is damaged.");
    }
  }

  /** Neighbours together, each list for one request. */
  private static List<List<Missing>> merged(List<Missing> pages) {
    pages.sort(Comparator.comparingLong(missing -> missing.page().offset()));
    List<List<Missing>> ranges = new ArrayList<>();
    for (Missing missing : pages) {
      Page page = missing.page();
      List<Missing> last = ranges.isEmpty() ? List.of() : ranges.getLast();
      if (last.isEmpty()
          || page.offset() - last.getLast().page().end() > MOST_GAP
          || page.end() - last.getFirst().page().offset() > MOST_RANGE) {
        last = new ArrayList<>();
        ranges.add(last);
      }
      last.add(missing);
    }
    return ranges;
  }

  /**
   * @param refused told when the task will not run: also when there is no thread for it, since
   *     whoever waits for what it would read would wait for ever
   */
  private void run(Runnable task, Consumer<Throwable> refused) {
    try {
      executor.execute(task);
    } catch (RuntimeException | Error e) {
      refused.accept(e);
    }
  }

  private PageCache.Key key(long offset) {
    return new PageCache.Key(ref.name(), offset);
  }
}
