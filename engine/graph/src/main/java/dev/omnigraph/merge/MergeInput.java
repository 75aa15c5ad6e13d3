package dev.omnigraph.merge;

import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.changes.ChangedIds;
import dev.omnigraph.changes.Images;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.EntityType;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is made of. Its target is the state of its {@link Ground}, so where that is the
 * merge's source, the sides are exchanged here, in what is preferred and decided too.
 *
 * @param states the base, as one state or as several; none when that is not known
 * @param theirs what the source changed since the base, which is known
 * @param ours what the target changed since the base
 * @param decided by table and id, what is made of an entity whatever the three images say
 * @param memory of what the plan keeps
 */
record MergeInput(
    Ground ground,
    BranchView target,
    BranchView source,
    Base base,
    List<BranchView> states,
    Side theirs,
    Side ours,
    Prefer prefer,
    Map<TableId, Map<String, Resolution>> decided,
    MergeMemory memory) {
  MergeInput {
    states = List.copyOf(states);
  }

  /** The base, when it is one state. */
  @Nullable BranchView common() {
    return states.size() == 1 ? states.getFirst() : null;
  }

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
    if (changed == null || !isOneForm(type)) {
      contested.addAll(ids);
    } else {
      ids.stream().filter(changed.listed()::contains).forEach(contested::add);
    }
    return contested;
  }

  /**
   * Whether the type is the same in all schemas, with its properties and rules.
   *
   * @param type as the target has it
   */
  boolean isOneForm(EntityType type) {
    Optional<EntityType> same = Optional.of(type);
    return Images.typeIn(source, type).equals(same)
        && states.stream().allMatch(state -> Images.typeIn(state, type).equals(same));
  }

  boolean hasOneSchema() {
    return target.state().schema().equals(source.state().schema())
        && states.stream()
            .allMatch(state -> state.state().schema().equals(source.state().schema()));
  }

  /** A conflict as callers see it, of one that the plan found. */
  MergeConflict told(MergeConflict conflict) {
    return ground.told(conflict);
  }

  /** The same with more decisions. */
  MergeInput deciding(Map<TableId, List<Resolution>> decisions) {
    Map<TableId, Map<String, Resolution>> more = new HashMap<>(decided);
    decisions.forEach(
        (table, some) -> {
          Map<String, Resolution> ofTable = new HashMap<>(decided(table));
          some.forEach(decision -> ofTable.put(decision.id(), decision));
          more.put(table, Collections.unmodifiableMap(ofTable));
        });
    return new MergeInput(ground, target, source, base, states, theirs, ours, prefer, more, memory);
  }
}
