package dev.omnigraph.table;

import dev.omnigraph.derived.DerivedRef;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A search segment as the pin of a table's version names it: a derived object that finds the rows
 * of some data files by the values of one column. Which rows of it a version has, the version tells
 * by its files, so a segment named where it is of no use is never wrong.
 *
 * @param field number of the column in the data files, which a rename keeps and no other column of
 *     the table ever gets
 * @param how the values became what the segment has: the text of an analysis, or the name of a
 *     metric
 */
public record SegmentRef(Kind kind, int field, String how, DerivedRef object) {
  private static final Pattern NAME = Pattern.compile("[0-9a-f-]{36}\\.[a-z]+");

  /** What a segment finds rows by. */
  public enum Kind {
    /** Words. */
    TEXT,
    /** Distances. */
    VECTOR;

    /** The end of the names of such objects. */
    String suffix() {
      return "." + name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws IllegalArgumentException for what no segment can be
   */
  public SegmentRef {
    if (!NAME.matcher(object.name()).matches() || !object.name().endsWith(kind.suffix())) {
      throw new IllegalArgumentException(
          "the name \"" + object.name() + "\" is not that of a search segment");
    }
    if (field < 0) {
      throw new IllegalArgumentException("no column has the number " + field);
    }
  }

  /** Whether it has what such an index of a column needs. */
  boolean isOf(Kind wanted, int column, String way) {
    return kind == wanted && field == column && how.equals(way);
  }
}
