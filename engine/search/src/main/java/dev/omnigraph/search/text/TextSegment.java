package dev.omnigraph.search.text;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedObject;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One segment of texts in its store, whatever version of its table is read. Thread-safe. */
public final class TextSegment {
  private final DerivedRef ref;
  private final DerivedObject object;
  private @Nullable CompletableFuture<SegmentIndex> index;

  /**
   * Sends no request.
   *
   * @param ranges of the object
   * @param executor of whatever waits for the store
   */
  public TextSegment(DerivedRef ref, Ranges ranges, PageCache cache, Executor executor) {
    this.ref = ref;
    this.object =
        new DerivedObject(
            ref, ranges, cache, executor, bytes -> pages(SegmentCodec.decode(bytes, ref)));
  }

  public DerivedRef ref() {
    return ref;
  }

  /**
   * The files whose rows it knows; reads the index.
   *
   * @throws DerivedUnusable if there is no such object, or it is damaged
   */
  public List<CoveredFile> files() {
    return Joined.of(index()).covered();
  }

  /** The text of the analysis that made its terms; reads the index, see {@link #files}. */
  public String analysis() {
    return Joined.of(index()).analysis();
  }

  /** Once; again only when the store did not answer: an unusable object stays so. */
  synchronized CompletableFuture<SegmentIndex> index() {
    CompletableFuture<SegmentIndex> before = index;
    if (before == null
        || (before.isCompletedExceptionally()
            && !(before.exceptionNow() instanceof DerivedUnusable))) {
      before = object.index().thenApply(bytes -> SegmentCodec.decode(bytes, ref));
      index = before;
    }
    return before;
  }

  /** See {@link DerivedObject#pages}. */
  Map<Page, CompletableFuture<byte[]>> pages(List<Page> wanted, boolean evicts) {
    return object.pages(wanted, evicts);
  }

  private static Stream<Page> pages(SegmentIndex index) {
    List<Page> pages = new ArrayList<>();
    index.blocks().forEach(block -> pages.add(block.page()));
    pages.addAll(index.postings());
    pages.addAll(index.lengths());
    return pages.stream();
  }
}
