package dev.omnigraph.merge;

import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeConflict.Kind;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;
import dev.omnigraph.changes.ChangedIds;
import dev.omnigraph.changes.Ids;
import dev.omnigraph.changes.Images;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.VersionDiff;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Types that the schema of a merge has no longer: their entities are gone, and what the side that
 * still had them did to one is in conflict with that, until somebody lets it go.
 */
final class DroppedTypes {
  private final MergeInput input;

  DroppedTypes(MergeInput input) {
    this.input = input;
  }

  void check(ConflictList conflicts) {
    for (EntityType type : input.source().catalog().entities()) {
      boolean isKept = Images.typeIn(input.target(), type).isPresent();
      if (!isKept && input.prefer() != Prefer.TARGET && !input.theirs(type).isEmpty()) {
        check(type, conflicts);
      }
    }
  }

  private void check(EntityType type, ConflictList conflicts) {
    Set<String> ids = changed(type);
    input.decided(type.tableId()).values().stream()
        .filter(decision -> decision.take() == Take.TARGET)
        .map(Resolution::id)
        .forEach(ids::remove);
    RowLayout layout = new RowLayout(type);
    MergeMemory.Part held = input.memory().part();
    Map<String, Images.Row> theirs = new Images(input.source(), layout).byId(ids, held::row);
    Map<String, @Nullable Object[]> base = new HashMap<>(input.base().images(layout, ids));
    String reason =
        "the %s dropped its type and the %s changed it"
            .formatted(input.ground().here(), input.ground().there());
    for (String id : ids) {
      Images.Row row = theirs.get(id);
      if (row != null && !ThreeWay.same(row.values(), base.get(id))) {
        conflicts.add(
            type,
            id,
            Kind.DELETE_VS_UPDATE,
            reason,
            () ->
                input.told(
                    new MergeConflict(
                        Kind.DELETE_VS_UPDATE,
                        type.name(),
                        id,
                        null,
                        reason,
                        ShownImage.of(layout, base.get(id)),
                        null,
                        ShownImage.of(layout, row.values()))));
      }
    }
    held.close();
  }

  private Set<String> changed(EntityType type) {
    ChangedIds ids = input.theirs(type);
    Set<String> changed = new TreeSet<>(ids.listed());
    if (ids.minted() > 0) {
      Table after = input.source().table(type);
      Table before = Objects.requireNonNull(input.common()).table(type);
      VersionDiff diff = VersionDiff.between(before, after);
      if (ids.isRewritten()) {
        input.memory().ids(diff.rows());
      }
      changed.addAll(Ids.in(after, diff.added()));
    }
    return changed;
  }
}
