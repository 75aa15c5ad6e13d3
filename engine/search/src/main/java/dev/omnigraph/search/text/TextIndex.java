package dev.omnigraph.search.text;

import dev.omnigraph.derived.DeletedRows;
import dev.omnigraph.derived.LiveFile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The texts of one column in one version of a table. Answers do not depend on what of it is
 * indexed. Thread-safe.
 *
 * <p>While a query runs, memory holds the postings of its terms as they are stored, which is one to
 * three bytes for each row that has a term and as much for the places that a phrase needs, some
 * hundred kilobytes of each segment, and for each hit 16 bytes, or 32 with its score; half of that
 * is the answer. In place of the postings of rows that no segment knows, it has their terms: up to
 * 16 MiB of 16,384 rows at most, which are kept for other queries, or else of each hit a few bytes
 * for each term.
 */
public interface TextIndex {
  /** How its texts become terms, and what is sought in them. */
  TextAnalyzer analyzer();

  /** Starts reading what every question needs. Does not wait. */
  void start();

  /** Starts reading what the query needs. Does not wait. */
  void warm(TextQuery query);

  /** The live rows that match, without scores. */
  Hits find(TextQuery query);

  /**
   * The live rows that have at least one of the terms, with what these are worth in them (BM25),
   * which is more than 0. A term that stands twice in the query counts twice.
   *
   * @param query of {@link TextQuery#any}
   */
  Hits score(TextQuery query);

  /** Scores any texts as {@link #score} scores those of rows; reads what that depends on. */
  TextScorer scorer(TextQuery query);

  /**
   * Sends no request. A segment that is missing, damaged or of another analysis is left out, and
   * its rows are read.
   *
   * @param segments a file that several know is that of the first
   * @param version the fragments of the version of the table
   * @param texts of the rows that no segment knows, and of those that a segment cannot decide on
   * @param executor of whatever waits for the store
   */
  static TextIndex of(
      TextAnalyzer analyzer,
      List<TextSegment> segments,
      List<LiveFile> version,
      DeletedRows deletedRows,
      TailTexts texts,
      Executor executor) {
    return new SegmentedIndex(analyzer, segments, version, deletedRows, texts, executor);
  }

  /** One without segments, which reads all texts. */
  static TextIndex of(
      TextAnalyzer analyzer, List<LiveFile> version, TailTexts texts, Executor executor) {
    return of(analyzer, List.of(), version, fragments -> Map.of(), texts, executor);
  }
}
