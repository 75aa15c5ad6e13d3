package dev.omnigraph.table;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.table.SegmentPlanner.Decision;
import dev.omnigraph.table.SegmentPlanner.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is to do for the search segments of one version of a table. */
final class SegmentUpkeep {
  private final LanceTable table;
  private final UpkeepPolicy policy;

  SegmentUpkeep(LanceTable table, UpkeepPolicy policy) {
    this.table = table;
    this.policy = policy;
  }

  /**
   * What to do for each column.
   *
   * @param dropped names of segments that are not needed any more, once all is built
   */
  record Decisions(Map<SegmentSpec, Decision> columns, Set<String> dropped) {
    Decisions {
      columns = new LinkedHashMap<>(columns);
      dropped = Set.copyOf(dropped);
    }

    SegmentWork work() {
      return columns.values().stream()
          .map(Decision::work)
          .reduce(SegmentWork.NONE, SegmentWork::plus);
    }
  }

  /**
   * @param rewritten fragments that will be other ones before segments are built
   */
  SegmentPlan plan(List<SegmentSpec> specs, Set<Integer> rewritten) {
    SegmentWork most = policy.search().run();
    Decisions decisions = decide(specs, most, rewritten);
    return new SegmentPlan(specs, most, decisions.work(), !decisions.dropped().isEmpty());
  }

  /** What to do on this very version. */
  Decisions decide(SegmentPlan plan) {
    return decide(plan.specs(), plan.most(), Set.of());
  }

  private Decisions decide(List<SegmentSpec> specs, SegmentWork most, Set<Integer> rewritten) {
    Map<Integer, Long> bytes = new HashMap<>();
    if (!specs.isEmpty()) {
      table.parts().forEach(part -> bytes.put(part.id(), part.bytes()));
    }
    Map<SegmentSpec, Decision> columns = new LinkedHashMap<>();
    Set<String> dropped = new HashSet<>();
    table.pin().segments().forEach(ref -> dropped.add(ref.object().name()));
    SegmentWork left = most;
    for (SegmentSpec spec : specs) {
      int field = LanceSearch.field(table, spec.column());
      List<Known> known = known(spec, field);
      known.forEach(segment -> dropped.remove(segment.name()));
      List<LiveFile> version = SegmentPlanner.rewritten(LanceSearch.files(table, field), rewritten);
      Decision decision =
          new SegmentPlanner(policy).decide(spec.kind(), version, bytes, known, left);
      dropped.addAll(decision.dropped());
      columns.put(spec, decision);
      left = left.minus(decision.work());
    }
    return new Decisions(columns, dropped);
  }

  /** The column's segments that can be read, by what is in the store now. */
  private List<Known> known(SegmentSpec spec, int field) {
    List<Known> known = new ArrayList<>();
    for (SegmentRef ref : table.pin().segments()) {
      if (ref.isOf(spec.kind(), field, spec.how())) {
        try {
          known.add(new Known(ref.object().name(), files(ref)));
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
