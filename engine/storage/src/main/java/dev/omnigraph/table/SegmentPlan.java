package dev.omnigraph.table;

import java.util.List;

/**
 * What upkeep does for the search segments of a table.
 *
 * @param specs what there is to be
 * @param most that may be read, but for the file with which it is more
 * @param work what will be read, about: fragments may be rewritten first
 * @param drops whether some are not needed any more
 */
public record SegmentPlan(
    List<SegmentSpec> specs, SegmentWork most, SegmentWork work, boolean drops) {
  public static final SegmentPlan NONE =
      new SegmentPlan(List.of(), SegmentWork.NONE, SegmentWork.NONE, false);

  public SegmentPlan {
    specs = List.copyOf(specs);
  }

  boolean isEmpty() {
    return work.equals(SegmentWork.NONE) && !drops;
  }
}
