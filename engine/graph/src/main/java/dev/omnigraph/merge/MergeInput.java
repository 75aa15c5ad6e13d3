package dev.omnigraph.merge;

import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.changes.ChangedIds;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.EntityType;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a merge is made of.
 *
 * @param common the base, when that is one state; null when it is several
 * @param theirs what the source changed since the base, which is known
 * @param ours what the target changed since the base
 * @param decided by table and id, what is made of an entity whatever the three images say
 */
record MergeInput(
    BranchView target,
    BranchView source,
    Base base,
    @Nullable BranchView common,
    Side theirs,
    Side ours,
    Prefer prefer,
    Map<TableId, Map<String, Resolution>> decided) {

  ChangedIds theirs(EntityType type) {
    return Objects.requireNonNull(theirs.changed(type));
  }

  /** Whether the target may have changed entities of the type. */
  boolean mayHaveChanged(EntityType type) {
    ChangedIds changed = ours.changed(type);
    return changed == null || !changed.isEmpty();
  }

  /** What the target changed, where it is known. */
  @Nullable ChangedIds ours(EntityType type) {
    return ours.changed(type);
  }

  Map<String, Resolution> decided(TableId table) {
    return decided.getOrDefault(table, Map.of());
  }

  /** Of these ids, those that it takes all three images to decide about. */
  Set<String> contested(EntityType type, Set<String> ids) {
    Set<String> contested = new HashSet<>(decided(type.tableId()).keySet());
    ChangedIds changed = ours(type);
    if (changed == null || !hasOneSchema()) {
      contested.addAll(ids);
    } else {
      ids.stream().filter(changed.listed()::contains).forEach(contested::add);
    }
    return contested;
  }

  boolean hasOneSchema() {
    return target.state().schema().equals(source.state().schema())
        && (common == null || common.state().schema().equals(source.state().schema()));
  }

  /** The same with one decision more. */
  MergeInput deciding(TableId table, Resolution decision) {
    Map<TableId, Map<String, Resolution>> more = new HashMap<>(decided);
    Map<String, Resolution> ofTable = new HashMap<>(decided(table));
    ofTable.put(decision.id(), decision);
    more.put(table, Collections.unmodifiableMap(ofTable));
    return new MergeInput(target, source, base, common, theirs, ours, prefer, more);
  }
}
