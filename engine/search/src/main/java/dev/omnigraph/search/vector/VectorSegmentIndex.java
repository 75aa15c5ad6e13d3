package dev.omnigraph.search.vector;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.Page;
import dev.omnigraph.schema.VectorMetric;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a vector segment says of itself, and where its pages are.
 *
 * @param files whose rows are known, in order: a row's number counts from the first of the first
 * @param deviation how far vectors lie from their centres in one direction, as a part of how far
 *     they do in all
 * @param centrePages of the codes of the centres, one after the other, where these are many
 * @param centres of all lists; without codes where these are pages
 * @param lists in the order of their centres; none is empty
 */
record VectorSegmentIndex(
    VectorMetric metric,
    int dimension,
    List<CoveredFile> files,
    float deviation,
    List<Page> centrePages,
    CentreCodes centres,
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
