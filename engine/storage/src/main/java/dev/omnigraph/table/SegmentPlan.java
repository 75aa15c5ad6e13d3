package dev.omnigraph.table;

import java.util.List;

/**
 * What upkeep does for the search segments of a table.
 *
 * @param specs what there is to be
 * @param most that may be read, but for the file with which it is more
 * @param work what will be read, about: fragments may be rewritten first
 * @param drops whether some are not needed any more
 * @param left of columns that have rows for a segment and for which there is no work left
 */
public record SegmentPlan(
    List<SegmentSpec> specs,
    SegmentWork most,
    SegmentWork work,
    boolean drops,
    List<BuiltSegments> left) {
  public static final SegmentPlan NONE =
      new SegmentPlan(List.of(), SegmentWork.NONE, SegmentWork.NONE, false, List.of());

  public SegmentPlan {
    specs = List.copyOf(specs);
    left = List.copyOf(left);
  }

  boolean isEmpty() {
    return work.equals(SegmentWork.NONE) && !drops;
  }
}
