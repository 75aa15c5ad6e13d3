package dev.omnigraph.search.text;

import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
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
    TextSegment segment = new TextSegment(ref, ranges, new PageCache(0), Runnable::run);
    SegmentIndex index = Joined.of(segment.index());
    int[] missing = new int[index.rows()];
    FileCounts counts = new FileCounts(index.covered());
    AllLengths.read(
        segment,
        index,
        (row, tokens) -> {
          missing[row] = tokens;
          counts.add(row, tokens);
        });
    SegmentTerms terms = new SegmentTerms(segment, index);
    while (terms.next()) {
      RowCursor rows = terms.rows();
      while (rows.next()) {
        missing[rows.row()] -= rows.frequency();
        require(missing[rows.row()] >= 0);
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
