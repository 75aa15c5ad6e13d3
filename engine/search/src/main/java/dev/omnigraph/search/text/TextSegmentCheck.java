package dev.omnigraph.search.text;

import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.PageInput;
import dev.omnigraph.derived.Ranges;

/** Reads a whole segment as it lies in its store, to find out whether it can be used. */
public final class TextSegmentCheck {
  private TextSegmentCheck() {}

  /**
   * Reads every page, every term and every row, some megabytes at a time; each row must have as
   * many terms as its length says.
   *
   * @throws DerivedUnusable if anything is missing, damaged or contradicts itself
   */
  public static void check(DerivedRef ref, Ranges ranges) {
    check(
        ref,
        ranges,
        new Visitor() {
          @Override
          public void text(int row) {}

          @Override
          public void term(byte[] term, int row, int frequency) {}
        });
  }

  /** Told of what a segment has. */
  public interface Visitor {
    /**
     * @param row that has a text, by its number over all files
     */
    void text(int row);

    /**
     * @param term in UTF-8
     * @param frequency how often the text of the row has it
     */
    void term(byte[] term, int row, int frequency);
  }

  /** The same, and shows to somebody else what it reads. */
  public static void check(DerivedRef ref, Ranges ranges, Visitor visitor) {
    TextSegment segment = new TextSegment(ref, ranges, new PageCache(0), Runnable::run);
    SegmentIndex index = Joined.of(segment.index());
    int[] missing = new int[index.rows()];
    FileCounts counts = new FileCounts(index.covered());
    AllLengths.read(
        segment,
        index,
        (row, tokens) -> {
          visitor.text(row);
          missing[row] = tokens;
          counts.add(row, tokens);
        });
    SegmentTerms terms = new SegmentTerms(segment, index);
    while (terms.next()) {
      RowCursor rows = terms.rows();
      while (rows.next()) {
        missing[rows.row()] -= rows.frequency();
        require(missing[rows.row()] >= 0);
        visitor.term(terms.term(), rows.row(), rows.frequency());
        if (index.positions()) {
          rows.positions();
        }
      }
    }
    for (int left : missing) {
      require(left == 0);
    }
    require(counts.files().equals(index.files()));
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw PageInput.damaged();
    }
  }
}
