package dev.omnigraph.search.text;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DeletedRows;
import dev.omnigraph.derived.DerivedBody;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.LiveFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a segment of texts, and of what other segments know of texts. In memory are the terms of as
 * many texts as fit, and some megabytes of each other segment; the terms of more texts wait in
 * temporary files, and so does what is finished. Close it at the end.
 */
public final class TextSegmentWriter implements AutoCloseable {
  private final TextAnalyzer analyzer;
  private final boolean positions;
  private final long memoryBytes;
  private final SegmentOutput out;
  private final List<RunFile> runs = new ArrayList<>();

  /** Of runs and of other segments, in the order of their rows. */
  private final List<TermCursor> cursors = new ArrayList<>();

  private TermBuffer terms;
  private int next;

  /**
   * @param files whose rows come, in the order in which their rows are numbered
   * @param memoryBytes of terms to hold, about; a text that has more is held nevertheless
   * @param mostBytes that the object may have
   */
  public TextSegmentWriter(
      TextAnalyzer analyzer, List<CoveredFile> files, long memoryBytes, long mostBytes) {
    this.analyzer = analyzer;
    this.positions = analyzer.analysis().positions();
    this.memoryBytes = memoryBytes;
    this.terms = new TermBuffer(analyzer, positions);
    this.out = new SegmentOutput(analyzer.analysis(), files, mostBytes);
  }

  /**
   * An object that is to be sent.
   *
   * @param files whose rows it knows
   * @param body the whole of it, there until whoever wrote it is closed
   */
  public record Written(DerivedRef ref, List<CoveredFile> files, DerivedBody body) {}

  /**
   * Adds a row. Rows come in the order of their numbers; one that does not come has no text, as one
   * that was deleted.
   *
   * @param number of the row, counted from the first of the first file
   * @param text null where there is none
   */
  public void add(long number, @Nullable String text) {
    if (number < next || number >= out.rows()) {
      throw new DerivedUnusable("A row of a text segment is in no file, or out of order.");
    }
    next = (int) number + 1;
    if (text == null) {
      return;
    }
    out.length((int) number, terms.add((int) number, text));
    if (terms.bytes() >= memoryBytes) {
      spill();
    }
  }

  /**
   * Adds the rows of files as another segment knows them, which is the same as adding each live row
   * and takes less: no text is read or analyzed.
   *
   * @param number of the first row
   * @param files that come next, all of which the segment knows, in its order
   * @throws DerivedUnusable if the segment is of no use for that; nothing can be finished then
   */
  public void add(long number, TextSegment segment, List<LiveFile> files, DeletedRows deletedRows) {
    SegmentIndex index = Joined.of(segment.index());
    Coverage coverage = new Coverage(index.covered(), files);
    List<LiveFile> changed = coverage.changed();
    LiveNumbers numbers =
        new LiveNumbers(
            index.covered(),
            coverage,
            files,
            changed.isEmpty() ? Map.of() : deletedRows.of(changed),
            Math.toIntExact(number));
    if (!index.analysis().equals(analyzer.analysis().text())
        || !numbers.files().equals(files.stream().map(LiveFile::file).toList())) {
      throw new DerivedUnusable("A text segment has other terms or files.");
    }
    if (number < next || number + numbers.rows() > out.rows()) {
      throw new DerivedUnusable("A row of a text segment is in no file, or out of order.");
    }
    next = (int) (number + numbers.rows());
    spill();
    AllLengths.read(
        segment,
        index,
        (row, tokens) -> {
          int own = numbers.of(row);
          if (own >= 0) {
            out.length(own, tokens);
          }
        });
    cursors.add(new LiveTerms(new SegmentTerms(segment, index), numbers));
  }

  private void spill() {
    if (!terms.isEmpty()) {
      RunFile run = new RunFile(positions);
      runs.add(run);
      terms.spill(run);
      cursors.add(run.cursor());
      terms = new TermBuffer(analyzer, positions);
    }
  }

  /** Of the terms in memory, about. */
  public long bytes() {
    return terms.bytes();
  }

  /**
   * The object, when all rows have come.
   *
   * @throws DerivedUnusable if another segment that was added turns out to be damaged
   */
  public Written finish() {
    cursors.add(terms.cursor());
    MergedTerms.into(out, cursors);
    return out.finish();
  }

  @Override
  public void close() {
    runs.forEach(RunFile::close);
    out.close();
  }
}
