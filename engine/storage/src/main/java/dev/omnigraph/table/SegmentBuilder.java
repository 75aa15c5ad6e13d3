package dev.omnigraph.table;

import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.table.SegmentPlanner.Decision;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the search segments of one version of a table, one after the other, each in bounded
 * memory. They name files, so they are good for every version that has these.
 */
final class SegmentBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentBuilder.class);

  private final LanceTable table;
  private final List<SegmentRef> made = new ArrayList<>();
  private final List<BuiltSegments> reports = new ArrayList<>();
  private boolean failed;

  private SegmentBuilder(LanceTable table) {
    this.table = table;
  }

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
      return Built.NOTHING;
    }
    table.tables().lookupBuilds().lock();
    try {
      return new SegmentBuilder(table).build(new SegmentUpkeep(table, policy).decide(plan));
    } finally {
      table.tables().lookupBuilds().unlock();
    }
  }

  private Built build(SegmentUpkeep.Decisions decisions) {
    Set<String> dropped = new HashSet<>(decisions.dropped());
    for (Map.Entry<SegmentSpec, Decision> column : decisions.columns().entrySet()) {
      SegmentSpec spec = column.getKey();
      Decision decision = column.getValue();
      failed = false;
      long rows = 0;
      for (List<LiveFile> files : decision.builds()) {
        rows += build(spec, files);
      }
      if (failed) {
        // They may know rows that are in no other one now.
        dropped.removeAll(decision.dropped());
      }
      if (rows > 0) {
        reports.add(new BuiltSegments(spec.kind(), spec.column(), rows, decision.left()));
      }
    }
    return new Built(made, dropped, reports);
  }

  /**
   * How many rows are known then: those of all files, or of none that are too much for a segment.
   */
  private long build(SegmentSpec spec, List<LiveFile> files) {
    try {
      SegmentRef ref = SegmentForm.write(spec, files, table);
      SegmentForm.check(ref, LanceSearch.ranges(table, ref), files);
      made.add(ref);
      return files.stream().mapToLong(LiveFile::rows).sum();
    } catch (DerivedUnusable.TooLarge e) {
      if (files.size() > 1) {
        int half = files.size() / 2;
        return build(spec, files.subList(0, half)) + build(spec, files.subList(half, files.size()));
      }
      failed(spec, e);
    } catch (DerivedUnusable | UncheckedIOException e) {
      failed(spec, e);
    }
    return 0;
  }

  private void failed(SegmentSpec spec, RuntimeException reason) {
    failed = true;
    LOG.warn(
        "No search segment of {} of {} is built: {}.",
        spec.column(),
        table.pin().path(),
        reason.getMessage());
  }
}
