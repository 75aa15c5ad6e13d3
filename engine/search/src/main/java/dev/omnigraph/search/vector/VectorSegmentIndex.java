package dev.omnigraph.search.vector;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.Page;
import dev.omnigraph.schema.VectorMetric;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a vector segment says of itself, and where its pages are.
 *
 * @param files whose rows are known, in order: a row's number counts from the first of the first
 * @param centrePages of the centres of all lists, one after the other, where these are many
 * @param centres the same where they are few, and no pages
 * @param lists in the order of their centres; none is empty
 */
@SuppressWarnings("ArrayRecordComponent")
record VectorSegmentIndex(
    VectorMetric metric,
    int dimension,
    List<CoveredFile> files,
    List<Page> centrePages,
    float @Nullable [] centres,
    List<VectorList> lists) {

  Stream<Page> pages() {
    return Stream.concat(
        centrePages.stream(), lists.stream().flatMap(list -> list.pages().stream()));
  }

  /** How many rows the files have. */
  long numbers() {
    return files.stream().mapToLong(CoveredFile::rows).sum();
  }
}
