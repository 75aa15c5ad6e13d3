package dev.omnigraph.search.vector;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedBody;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.Page;
import dev.omnigraph.schema.VectorMetric;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A vector segment that is to be sent: the pages of the centres, those of the lists, the index. The
 * pages of lists are made from their rows whenever they are sent, and need no room of their own.
 */
final class VectorSegmentBody implements DerivedBody {
  private final int dimension;
  private final ListRows rows;
  private final List<byte[]> centrePages = new ArrayList<>();
  private final List<RowsOfPage> listPages = new ArrayList<>();
  private final byte[] index;
  private final long size;

  /** The rows of a list that are a page. */
  private record RowsOfPage(int list, int from, int to) {}

  /**
   * @param squares by list, the sum of the squared distances of its vectors from the centre
   * @param deviation see {@link VectorSegmentIndex}
   */
  VectorSegmentBody(
      VectorMetric metric,
      List<CoveredFile> files,
      CentreCodes centres,
      ListRows rows,
      double[] squares,
      float deviation) {
    this.dimension = centres.origin().length;
    this.rows = rows;
    int[] kept =
        ListOrder.of(
            centres.values(),
            dimension,
            IntStream.range(0, centres.size()).filter(i -> rows.rows(i) > 0).toArray());
    CentreCodes own = centres.of(kept);
    List<Page> places = centres(own.codes(), kept.length);
    long offset = places.isEmpty() ? 0 : places.getLast().end();
    List<VectorList> lists = new ArrayList<>();
    for (int list : kept) {
      VectorList next = list(list, squares[list], offset);
      lists.add(next);
      offset = next.pages().getLast().end();
    }
    this.index =
        VectorIndexCodec.encode(
            new VectorSegmentIndex(metric, dimension, files, deviation, places, own, lists));
    this.size = offset + index.length;
  }

  /** What the object is known by, with a name that is nobody else's. */
  DerivedRef ref() {
    return DerivedRef.of(".vectors", size, index);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() {
    return new SequenceInputStream(
        new Enumeration<>() {
          private int next;

          @Override
          public boolean hasMoreElements() {
            return next < centrePages.size() + listPages.size() + 1;
          }

          @Override
          public InputStream nextElement() {
            return new ByteArrayInputStream(part(next++));
          }
        });
  }

  private byte[] part(int number) {
    if (number < centrePages.size()) {
      return centrePages.get(number);
    }
    int page = number - centrePages.size();
    return page < listPages.size() ? page(listPages.get(page)) : index;
  }

  private List<Page> centres(short[] codes, int count) {
    int perPage = VectorIndexCodec.centresOfPage(count, dimension);
    List<Page> places = new ArrayList<>();
    long offset = 0;
    for (int from = 0; perPage > 0 && from < count; from += perPage) {
      int to = Math.min(count, from + perPage);
      byte[] page = VectorIndexCodec.shorts(codes, from * dimension, to * dimension);
      centrePages.add(page);
      places.add(new Page(offset, page.length, Page.checksum(page)));
      offset += page.length;
    }
    return places;
  }

  private VectorList list(int list, double squares, long offset) {
    int count = rows.rows(list);
    int perPage = VectorIndexCodec.rowsOfPage(dimension);
    List<Page> pages = new ArrayList<>();
    long next = offset;
    for (int from = 0; from < count; from += perPage) {
      RowsOfPage part = new RowsOfPage(list, from, Math.min(count, from + perPage));
      byte[] page = page(part);
      listPages.add(part);
      pages.add(new Page(next, page.length, Page.checksum(page)));
      next += page.length;
    }
    double spread = Math.min(Math.sqrt(squares / count), Float.MAX_VALUE);
    return new VectorList(count, (float) spread, pages);
  }

  private byte[] page(RowsOfPage page) {
    return rows.page(page.list(), page.from(), page.to());
  }
}
