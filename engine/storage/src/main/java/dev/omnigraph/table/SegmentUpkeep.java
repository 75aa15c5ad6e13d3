package dev.omnigraph.table;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.table.SegmentPlanner.Decision;
import dev.omnigraph.table.SegmentPlanner.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is to do for the search segments of one version of a table. */
final class SegmentUpkeep {
  private final LanceTable table;
  private final SegmentPlanner planner;
  private final UpkeepPolicy policy;

  SegmentUpkeep(LanceTable table, UpkeepPolicy policy) {
    this.table = table;
    this.planner = new SegmentPlanner(policy, table.tables().options().lookups().objectBytes());
    this.policy = policy;
  }

  /**
   * A column with what there is of it.
   *
   * @param version the files that have it
   * @param bytes of each fragment
   * @param known its segments that can be read, by what is in the store now
   */
  record Column(
      SegmentSpec spec, List<LiveFile> version, Map<Integer, Long> bytes, List<Known> known) {}

  SegmentPlanner planner() {
    return planner;
  }

  /**
   * @param rewritten fragments that will be other ones before segments are built
   */
  SegmentPlan plan(List<SegmentSpec> specs, Set<Integer> rewritten) {
    SegmentWork most = policy.search().run();
    SegmentWork work = SegmentWork.NONE;
    List<BuiltSegments> left = new ArrayList<>();
    Set<String> live = new HashSet<>();
    for (SegmentSpec spec : specs) {
      Column column = column(spec, rewritten);
      Decision decision = decide(column, column.known(), most.minus(work), Set.of());
      work = work.plus(decision.work());
      column.known().forEach(known -> live.add(known.name()));
      live.removeAll(decision.dropped());
      if (decision.left() > 0) {
        left.add(new BuiltSegments(spec.kind(), spec.column(), 0, decision.left(), null));
      }
    }
    boolean drops =
        !live.containsAll(table.pin().segments().stream().map(ref -> ref.object().name()).toList());
    return new SegmentPlan(specs, most, work, drops, left);
  }

  Column column(SegmentSpec spec, Set<Integer> rewritten) {
    Map<Integer, Long> bytes = new HashMap<>();
    table.parts().forEach(part -> bytes.put(part.id(), part.bytes()));
    int field = LanceSearch.field(table, spec.column());
    return new Column(
        spec,
        SegmentPlanner.rewritten(LanceSearch.files(table, field), rewritten),
        bytes,
        known(spec, field));
  }

  Decision decide(Column column, List<Known> known, SegmentWork most, Set<LiveFile> failed) {
    return planner.decide(
        column.spec().kind(), column.version(), column.bytes(), known, most, failed);
  }

  private List<Known> known(SegmentSpec spec, int field) {
    List<Known> known = new ArrayList<>();
    for (SegmentRef ref : table.pin().segments()) {
      if (ref.isOf(spec.kind(), field, spec.how())) {
        try {
          known.add(new Known(ref.object().name(), files(ref), ref.object().bytes()));
        } catch (DerivedUnusable unusable) {
          // As one that is not needed: its rows are another's.
          continue;
        }
      }
    }
    return known;
  }

  private List<CoveredFile> files(SegmentRef ref) {
    return SegmentForm.files(ref, LanceSearch.ranges(table, ref));
  }
}
