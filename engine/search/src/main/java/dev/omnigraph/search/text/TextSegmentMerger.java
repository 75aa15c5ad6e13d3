package dev.omnigraph.search.text;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DeletedRows;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.schema.TextAnalysis;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one segment of several, of those of their rows that a version of the table still has. It
 * reads no text, and goes term by term: in memory are some megabytes of each segment. Close it at
 * the end.
 */
public final class TextSegmentMerger implements AutoCloseable {
  private final TextAnalysis analysis;
  private final List<TextSegment> segments;
  private final SegmentOutput out;
  private final List<SegmentIndex> indexes = new ArrayList<>();
  private final List<LiveNumbers> numbers = new ArrayList<>();

  /**
   * Reads the indexes, and the lists of rows that were deleted since.
   *
   * @param segments of that analysis; a file that several know is that of the first
   * @param version the fragments of the version of the table
   * @param mostBytes that the object may have
   * @throws DerivedUnusable if one of the segments is of no use
   */
  public TextSegmentMerger(
      TextAnalysis analysis,
      List<TextSegment> segments,
      List<LiveFile> version,
      DeletedRows deletedRows,
      long mostBytes) {
    this.analysis = analysis;
    this.segments = List.copyOf(segments);
    this.out = new SegmentOutput(analysis, number(version, deletedRows), mostBytes);
  }

  /** The files whose rows the merged segment knows, as the version has them. */
  public List<CoveredFile> files() {
    return out.files();
  }

  /**
   * The object.
   *
   * @throws DerivedUnusable if one of the segments is of no use
   */
  public TextSegmentWriter.Written merge() {
    List<TermCursor> terms = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      LiveNumbers own = numbers.get(i);
      AllLengths.read(
          segments.get(i),
          indexes.get(i),
          (row, tokens) -> {
            int number = own.of(row);
            if (number >= 0) {
              out.length(number, tokens);
            }
          });
      terms.add(new LiveTerms(new SegmentTerms(segments.get(i), indexes.get(i)), own));
    }
    MergedTerms.into(out, terms);
    return out.finish();
  }

  @Override
  public void close() {
    out.close();
  }

  /** Gives the rows their new numbers: those of the first segment come first. */
  private List<CoveredFile> number(List<LiveFile> version, DeletedRows deletedRows) {
    Map<Integer, LiveFile> fragments = new HashMap<>();
    version.forEach(live -> fragments.put(live.fragment(), live));
    List<Coverage> coverages = new ArrayList<>();
    List<LiveFile> left = version;
    segments.forEach(TextSegment::index);
    for (TextSegment segment : segments) {
      SegmentIndex index = Joined.of(segment.index());
      if (!index.analysis().equals(analysis.text())) {
        throw new DerivedUnusable("A text segment is of another analysis.");
      }
      Coverage coverage = new Coverage(index.covered(), left);
      left = coverage.uncovered();
      indexes.add(index);
      coverages.add(coverage);
    }
    List<LiveFile> changed =
        coverages.stream().flatMap(coverage -> coverage.changed().stream()).toList();
    Map<Integer, BitSet> deleted = changed.isEmpty() ? Map.of() : deletedRows.of(changed);
    List<CoveredFile> files = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < segments.size(); i++) {
      if (start > Integer.MAX_VALUE) {
        throw new DerivedUnusable.TooLarge("A text segment would have " + start + " rows.");
      }
      LiveNumbers own =
          new LiveNumbers(
              indexes.get(i).covered(), coverages.get(i), fragments, deleted, (int) start);
      numbers.add(own);
      files.addAll(own.files());
      start += own.rows();
    }
    return files;
  }
}
