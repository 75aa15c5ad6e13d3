package dev.omnigraph.search.text;

import dev.omnigraph.derived.BlockSearch;
import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.Page;
import java.util.List;

/**
 * What a segment says of itself, and where its pages are.
 *
 * @param analysis that made its terms
 * @param positions whether it has the places of terms
 * @param files whose rows are known, in order: a row's number counts from the first of the first
 * @param blocks of the dictionary, in order; none is without terms
 * @param postings pages of one stream of bytes, each but the last of {@link #POSTINGS_PAGE}
 * @param lengths pages of {@link #LENGTHS_PAGE} rows each
 */
record SegmentIndex(
    String analysis,
    boolean positions,
    List<File> files,
    List<Block> blocks,
    List<Page> postings,
    List<Page> lengths) {
  static final int POSTINGS_PAGE = 1 << 16;
  static final int LENGTHS_PAGE = 1 << 14;

  /**
   * A file that is covered.
   *
   * @param texts how many rows of it have a text
   * @param tokens of these texts
   */
  record File(CoveredFile file, long texts, long tokens) {}

  /**
   * Some terms that follow each other.
   *
   * @param first of them, in UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Block(byte[] first, Page page) {}

  List<CoveredFile> covered() {
    return files.stream().map(File::file).toList();
  }

  /** How many rows the files have, deleted ones included. */
  int rows() {
    return (int) files.stream().mapToLong(file -> file.file().rows()).sum();
  }

  long postingsBytes() {
    return postings.stream().mapToLong(Page::length).sum();
  }

  /** The only block that may have a term; -1 when none may. */
  int blockOf(byte[] term) {
    return BlockSearch.find(blocks.size(), i -> blocks.get(i).first(), term);
  }
}
