package dev.omnigraph.merge;

import dev.omnigraph.call.FoundConflicts;
import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeConflict.Kind;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.changes.ChangedIds;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.id.TableId;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.rule.RuleError;
import dev.omnigraph.rule.Validator;
import dev.omnigraph.rule.Violation;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What a merge would do to every table, and everything that stands against it. Reads, and writes
 * nothing.
 */
final class MergePlan implements AutoCloseable {
  private final Map<TableId, MergedTable> tables = new LinkedHashMap<>();
  private final MergeInput input;
  private final ConflictList conflicts;

  private MergePlan(MergeInput input, ConflictList conflicts) {
    this.input = input;
    this.conflicts = conflicts;
  }

  /**
   * Makes the plan; where the caller prefers a side, edges that would lose a node follow it.
   *
   * @param conflicts an empty list each time
   */
  static MergePlan of(
      MergeInput input, BufferAllocator allocator, Supplier<ConflictList> conflicts) {
    MergeInput deciding = input;
    while (true) {
      MergePlan plan = new MergePlan(deciding, conflicts.get());
      try {
        List<Orphan> orphans = plan.make(allocator);
        MergeInput decided = deciding;
        List<Orphan> open =
            orphans.stream().filter(o -> !o.isDecided(decided.prefer(), decided)).toList();
        if (open.isEmpty() || input.prefer() == Prefer.NONE) {
          orphans.forEach(orphan -> orphan.addTo(plan.conflicts, decided));
          return plan;
        }
        Map<TableId, List<Resolution>> decisions = new HashMap<>();
        open.forEach(orphan -> orphan.decideBy(input.prefer(), decisions));
        deciding = deciding.deciding(decisions);
      } catch (RuntimeException e) {
        plan.close();
        throw e;
      }
      plan.close();
    }
  }

  /** What it was made of, with what was decided on the way. */
  MergeInput input() {
    return input;
  }

  /** What is to be done to the table of a type; null when that is nothing. */
  @Nullable MergedTable table(EntityType type) {
    return tables.get(type.tableId());
  }

  /** What is to be written, by table; empty ones left out. */
  List<MergedTable> writes() {
    return tables.values().stream().filter(table -> !table.isEmpty()).toList();
  }

  /** All that stands against it. */
  FoundConflicts conflicts() {
    return conflicts.found();
  }

  /** Tables of which a rival's change could bring about what the merge must not. */
  static Set<TableId> reads(MergeInput input) {
    Catalog catalog = input.target().catalog();
    Set<TableId> changed = new HashSet<>();
    for (EntityType type : catalog.entities()) {
      if (!input.theirs(type).isEmpty() || !input.decided(type.tableId()).isEmpty()) {
        changed.add(type.tableId());
      }
    }
    Set<TableId> reads = new HashSet<>(changed);
    for (EdgeType edge : catalog.edges()) {
      Set<TableId> nodes =
          new HashSet<>(
              List.of(
                  catalog.node(edge.source()).orElseThrow().tableId(),
                  catalog.node(edge.target()).orElseThrow().tableId()));
      if (changed.contains(edge.tableId())) {
        reads.addAll(nodes);
      }
      if (!Collections.disjoint(changed, nodes)) {
        reads.add(edge.tableId());
      }
    }
    return reads;
  }

  @Override
  public void close() {
    tables.values().forEach(MergedTable::close);
  }

  private List<Orphan> make(BufferAllocator allocator) {
    Catalog catalog = input.target().catalog();
    for (EntityType type : catalog.entities()) {
      boolean isMeant = !input.theirs(type).isEmpty() || !input.decided(type.tableId()).isEmpty();
      if (isMeant) {
        TypeMerge merge = new TypeMerge(input, type, allocator, conflicts);
        tables.put(type.tableId(), merge.run(needsRows(catalog, type)));
      }
    }
    new DroppedTypes(input).check(conflicts);
    MergeState state = new MergeState(input, tables);
    List<Orphan> orphans = Orphans.of(catalog, tables, state, input.memory());
    validate(catalog, state);
    return orphans;
  }

  /** Whether a rule between rows may be broken by what the source changed in the type. */
  private boolean needsRows(Catalog catalog, EntityType type) {
    if (!input.decided().isEmpty()) {
      return true;
    }
    boolean shares =
        input.mayHaveChanged(type)
            && type.constraints().stream().anyMatch(Constraint.Unique.class::isInstance);
    if (shares) {
      return true;
    }
    if (!(type instanceof EdgeType edge)) {
      return catalog.edges().stream().anyMatch(each -> asksMoreOf(type, each));
    }
    boolean counts = input.mayHaveChanged(type) && !edge.cardinality().equals(Cardinality.ANY);
    return counts || lost(catalog, edge.source()) || lost(catalog, edge.target());
  }

  /** Whether a schema wants edges of new nodes that it did not want where these were made. */
  private boolean asksMoreOf(EntityType node, EdgeType edge) {
    return edge.source().equals(node.name())
        && edge.cardinality().min() > 0
        && !input.isOneForm(edge);
  }

  private boolean lost(Catalog catalog, String node) {
    ChangedIds ours = input.ours(catalog.node(node).orElseThrow());
    return ours == null || !ours.gone().isEmpty();
  }

  private void validate(Catalog catalog, MergeState state) {
    List<TableDelta> deltas =
        tables.values().stream().map(MergedTable::delta).filter(Objects::nonNull).toList();
    Violations violations = Violations.handedTo(violation -> add(catalog, violation));
    Validator validator = new Validator(catalog, state, deltas);
    validator.checkRows(violations);
    validator.checkState(violations);
  }

  private void add(Catalog catalog, Violation violation) {
    if (violation.code() == RuleError.ENDPOINT_MISSING) {
      return;
    }
    EntityType type =
        catalog.entities().stream()
            .filter(entity -> entity.name().equals(violation.type()))
            .findFirst()
            .orElseThrow();
    String named = violation.id() == null ? violation.node() : violation.id();
    String id = named == null ? "" : named;
    Kind kind = kind(violation.code());
    conflicts.add(
        type,
        id,
        kind,
        violation.field() + ": " + violation.reason(),
        () ->
            input.told(
                new MergeConflict(
                    kind,
                    type.name(),
                    id,
                    violation.field(),
                    violation.reason(),
                    null,
                    null,
                    written(type, id))));
  }

  private static Kind kind(ErrorCode code) {
    if (code == RuleError.UNIQUE_VIOLATION) {
      return Kind.UNIQUE_VIOLATION;
    }
    return code == RuleError.CARDINALITY
        ? Kind.CARDINALITY_VIOLATION
        : Kind.VALUE_CONSTRAINT_VIOLATION;
  }

  private @Nullable Map<String, @Nullable Object> written(EntityType type, String id) {
    MergedTable merged = tables.get(type.tableId());
    TableDelta delta = merged == null ? null : merged.delta();
    int row = delta == null ? -1 : delta.liveRow(id);
    return delta == null || row < 0 ? null : ShownImage.of(delta.layout(), delta.get(row));
  }
}
