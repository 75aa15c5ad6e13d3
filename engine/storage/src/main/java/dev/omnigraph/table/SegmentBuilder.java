package dev.omnigraph.table;

import dev.omnigraph.table.SegmentUpkeep.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds the search segments of one version of a table, one after the other, each in bounded
 * memory. They name files, so they are good for every version that has these.
 */
final class SegmentBuilder {
  private final List<SegmentRef> made = new ArrayList<>();
  private final List<BuiltSegments> reports = new ArrayList<>();
  private final Set<String> live = new HashSet<>();

  private SegmentBuilder() {}

  /**
   * Segments in the store and read back.
   *
   * @param dropped names of those that they stand for, or that know nothing
   */
  record Built(List<SegmentRef> made, Set<String> dropped, List<BuiltSegments> reports) {
    static final Built NOTHING = new Built(List.of(), Set.of(), List.of());

    Built {
      made = List.copyOf(made);
      dropped = Set.copyOf(dropped);
      reports = List.copyOf(reports);
    }

    /** What a version names that named others: the new ones first, whose rows are then theirs. */
    List<SegmentRef> instead(List<SegmentRef> before) {
      List<SegmentRef> now = new ArrayList<>(made);
      before.stream().filter(ref -> !dropped.contains(ref.object().name())).forEach(now::add);
      return now;
    }
  }

  /** What is to be done on this very version, as far as it can be. */
  static Built build(LanceTable table, SegmentPlan plan, UpkeepPolicy policy) {
    if (plan.isEmpty()) {
      return new Built(List.of(), Set.of(), plan.left());
    }
    table.tables().lookupBuilds().lock();
    try {
      return new SegmentBuilder().build(table, plan, new SegmentUpkeep(table, policy));
    } finally {
      table.tables().lookupBuilds().unlock();
    }
  }

  private Built build(LanceTable table, SegmentPlan plan, SegmentUpkeep upkeep) {
    SegmentWork left = plan.most();
    for (SegmentSpec spec : plan.specs()) {
      Column column = upkeep.column(spec, Set.of());
      ColumnSegments segments = new ColumnSegments(table, column, upkeep);
      left = left.minus(segments.build(left));
      finish(column, segments, upkeep.planner());
    }
    Set<String> dropped = new HashSet<>();
    table.pin().segments().forEach(ref -> dropped.add(ref.object().name()));
    dropped.removeAll(live);
    return new Built(made, dropped, reports);
  }

  /** Nothing that was made is named unless it is better: else it would be made in every run. */
  private void finish(Column column, ColumnSegments segments, SegmentPlanner planner) {
    SegmentPlanner.State before = planner.state(column.version(), column.known());
    SegmentPlanner.State after = planner.state(column.version(), segments.known());
    boolean isBetter = after.isBetterThan(before);
    live.addAll(isBetter ? after.live() : before.live());
    if (isBetter) {
      made.addAll(segments.made());
    }
    long rows = isBetter ? segments.rows() : 0;
    if (rows > 0 || segments.left() > 0) {
      SegmentSpec spec = column.spec();
      reports.add(
          new BuiltSegments(spec.kind(), spec.column(), rows, segments.left(), segments.failure()));
    }
  }
}
