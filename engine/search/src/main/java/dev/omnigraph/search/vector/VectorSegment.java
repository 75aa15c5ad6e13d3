package dev.omnigraph.search.vector;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedObject;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.Ranges;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One vector segment in its store: the vectors of some files as codes, in lists of neighbours.
 * Thread-safe.
 */
public final class VectorSegment {
  private final DerivedRef ref;
  private final DerivedObject object;
  private @Nullable CompletableFuture<Opened> opened;

  /**
   * Sends no request.
   *
   * @param ranges of the object
   * @param executor of whatever waits for the store
   */
  public VectorSegment(DerivedRef ref, Ranges ranges, PageCache cache, Executor executor) {
    this.ref = ref;
    this.object =
        new DerivedObject(
            ref, ranges, cache, executor, index -> VectorIndexCodec.decode(index, ref).pages());
  }

  /**
   * What every question needs.
   *
   * @param centres of the lists, one after the other
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Opened(VectorSegmentIndex index, float[] centres) {}

  /**
   * The files whose rows it knows. Reads the index, if it must.
   *
   * @throws DerivedUnusable if it cannot be used
   */
  public List<CoveredFile> files() {
    return Joined.of(open()).index().files();
  }

  /**
   * Reads all of it, a list at a time, and holds it to what it says of itself: every checksum, and
   * that no row is there twice.
   *
   * @return how many rows it has a vector of
   * @throws DerivedUnusable if anything is wrong
   */
  public long check() {
    return rows().cardinality();
  }

  /** The same, by the numbers of the rows over all files. */
  public BitSet rows() {
    Opened object = Joined.of(open());
    VectorSegmentIndex index = object.index();
    int perPage = VectorIndexCodec.rowsOfPage(index.dimension());
    BitSet seen = new BitSet();
    for (VectorList list : index.lists()) {
      int left = list.rows();
      for (Page place : list.pages()) {
        byte[] bytes = Joined.of(Objects.requireNonNull(pages(List.of(place)).get(place)));
        ListPage page =
            new ListPage(bytes, Math.min(left, perPage), index.dimension(), index.numbers());
        for (int row = 0; row < page.rows(); row++) {
          if (seen.get(page.number(row))) {
            throw new DerivedUnusable("A vector segment has a row twice.");
          }
          seen.set(page.number(row));
        }
        left -= page.rows();
      }
    }
    return seen;
  }

  String name() {
    return ref.name();
  }

  /** Once; again only when the store did not answer: an unusable object stays so. */
  synchronized CompletableFuture<Opened> open() {
    CompletableFuture<Opened> before = opened;
    if (before == null
        || (before.isCompletedExceptionally() && !isUnusable(before.exceptionNow()))) {
      before =
          object
              .index()
              .thenApply(bytes -> VectorIndexCodec.decode(bytes, ref))
              .thenCompose(this::withCentres);
      opened = before;
    }
    return before;
  }

  /** See {@link DerivedObject#pages}. */
  Map<Page, CompletableFuture<byte[]>> pages(List<Page> wanted) {
    // Lists are many and each question reads others: they do not drive out what all questions need.
    return object.pages(wanted, false);
  }

  static boolean isUnusable(Throwable reason) {
    Throwable cause = reason instanceof CompletionException ? reason.getCause() : reason;
    return cause instanceof DerivedUnusable;
  }

  private CompletableFuture<Opened> withCentres(VectorSegmentIndex index) {
    if (index.centrePages().isEmpty()) {
      return CompletableFuture.completedFuture(new Opened(index, index.centres().values()));
    }
    List<CompletableFuture<byte[]>> pages =
        new ArrayList<>(object.pages(index.centrePages(), true).values());
    return CompletableFuture.allOf(pages.toArray(CompletableFuture[]::new))
        .thenApply(
            all -> {
              short[] codes = new short[index.lists().size() * index.dimension()];
              int at = 0;
              for (CompletableFuture<byte[]> page : pages) {
                short[] some = VectorIndexCodec.shorts(page.join());
                System.arraycopy(some, 0, codes, at, some.length);
                at += some.length;
              }
              CentreCodes centres =
                  new CentreCodes(index.centres().origin(), index.centres().step(), codes);
              return new Opened(index, centres.values());
            });
  }
}
