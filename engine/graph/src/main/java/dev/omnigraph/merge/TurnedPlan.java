package dev.omnigraph.merge;

import dev.omnigraph.changes.ChangedIds;
import dev.omnigraph.changes.Images;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.merge.MergedTable.How;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.VersionDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A plan that was made on the merge's source, as a commit of the merge's target: each table is the
 * source's version with what the target did, and has changed in what the source did.
 */
final class TurnedPlan {
  /** Entities whose images are held at once. */
  private static final int PART = 20_000;

  private final MergePlan plan;
  private final BranchView source;
  private final BranchView target;

  TurnedPlan(MergePlan plan) {
    this.plan = plan;
    this.source = plan.input().target();
    this.target = plan.input().source();
  }

  /**
   * What to do to the tables that both sides have, and to those that come with the schema, as far
   * as they do not come as they are.
   */
  List<MergedTable> writes() {
    List<MergedTable> writes = new ArrayList<>();
    for (EntityType type : source.catalog().entities()) {
      Pin now = target.pins().get(type.tableId());
      Pin then = source.pins().get(type.tableId());
      MergedTable planned = plan.table(type);
      if (now == null && planned != null && !planned.isEmpty()) {
        writes.add(MergedTable.whole(type, planned.how(), planned.changes()));
      } else if (now != null && then != null && !isAsTheTargetHasIt(type, now, then, planned)) {
        boolean isTaken = planned == null || planned.isEmpty();
        How how =
            isTaken
                ? new How.Take(then)
                : new How.TakeChanged(source.table(type), Objects.requireNonNull(planned).how());
        writes.add(MergedTable.whole(type, how, changes(type, planned)));
      }
    }
    return writes;
  }

  private boolean isAsTheTargetHasIt(
      EntityType type, Pin now, Pin then, @Nullable MergedTable planned) {
    if (planned != null && planned.how() instanceof How.Take) {
      return true;
    }
    if (then.digest().equals(now.digest())) {
      return planned == null || planned.isEmpty();
    }
    BranchView common = plan.input().common();
    Pin before = common == null ? null : common.pins().get(type.tableId());
    // The source did nothing to it, so nothing but what a caller decided can be in its place.
    return before != null
        && before.digest().equals(then.digest())
        && plan.input().decided(type.tableId()).isEmpty();
  }

  private ChangeSet.Inline changes(EntityType type, @Nullable MergedTable planned) {
    Decided decided = planned == null ? Decided.NONE : planned.decided();
    // To the plan, the merge's source is the target; what it changed is known.
    ChangedIds ids = Objects.requireNonNull(plan.input().ours(type));
    ChangedEntities changed = changed(type, ids);
    if (ids.isRewritten()) {
      Set<String> all = changed.all();
      all.removeAll(decided.ids());
      changed = compared(type, all);
    } else {
      changed.inserted().removeAll(decided.ids());
      changed.updated().removeAll(decided.ids());
      changed.gone().removeAll(decided.ids());
    }
    changed.inserted().addAll(decided.forOther().inserted());
    changed.updated().addAll(decided.forOther().updated());
    changed.gone().addAll(decided.forOther().deleted());
    return changed.set();
  }

  private ChangedEntities changed(EntityType type, ChangedIds ids) {
    if (ids.minted() == 0) {
      return ChangedEntities.listed(ids);
    }
    BranchView common = Objects.requireNonNull(plan.input().common());
    Table before = common.table(type);
    Table after = source.table(type);
    VersionDiff diff = VersionDiff.between(before, after);
    return ChangedEntities.of(ids, before, after, diff, plan.input().memory());
  }

  /** Of entities some of which may be the same: what the images say, some thousands at a time. */
  private ChangedEntities compared(EntityType type, Set<String> ids) {
    ChangedEntities changed =
        new ChangedEntities(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    List<String> all = new ArrayList<>(ids);
    for (int from = 0; from < all.size(); from += PART) {
      compare(type, all.subList(from, Math.min(all.size(), from + PART)), changed);
    }
    return changed;
  }

  private void compare(EntityType type, List<String> ids, ChangedEntities changed) {
    MergeMemory.Part held = plan.input().memory().part();
    RowLayout layout = new RowLayout(type);
    Map<String, Images.Row> before = new Images(target, layout).byId(ids, held::row);
    Map<String, Images.Row> after = new Images(source, layout).byId(ids, held::row);
    for (String id : ids) {
      Images.Row then = before.get(id);
      Images.Row now = after.get(id);
      if (then == null && now != null) {
        changed.inserted().add(id);
      } else if (then != null && now == null) {
        changed.gone().add(id);
      } else if (then != null && now != null && !ThreeWay.same(then.values(), now.values())) {
        changed.updated().add(id);
      }
    }
    held.close();
  }
}
