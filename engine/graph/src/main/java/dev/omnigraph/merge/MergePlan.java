package dev.omnigraph.merge;

import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeConflict.Kind;
import dev.omnigraph.call.MergeRequest.Prefer;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What a merge would do to every table, and everything that stands against it. Reads, and writes
 * nothing.
 */
final class MergePlan implements AutoCloseable {
  private static final Comparator<MergeConflict> ORDER =
      Comparator.comparing(MergeConflict::type)
          .thenComparing(MergeConflict::id)
          .thenComparing(MergeConflict::kind)
          .thenComparing(MergeConflict::reason);

  private final Map<TableId, MergedTable> tables = new LinkedHashMap<>();
  private final List<MergeConflict> conflicts = new ArrayList<>();

  private final MergeInput input;

  private MergePlan(MergeInput input) {
    this.input = input;
  }

  /** Makes the plan; where the caller prefers a side, edges that would lose a node follow it. */
  static MergePlan of(MergeInput input, BufferAllocator allocator) {
    MergeInput deciding = input;
    while (true) {
      MergePlan plan = new MergePlan(deciding);
      try {
        List<Orphan> orphans = plan.make(allocator);
        MergeInput decided = deciding;
        List<Orphan> open =
            orphans.stream().filter(o -> !o.isDecided(decided.prefer(), decided)).toList();
        if (open.isEmpty() || input.prefer() == Prefer.NONE) {
          orphans.forEach(orphan -> plan.conflicts.add(orphan.conflict(decided)));
          plan.conflicts.sort(ORDER);
          return plan;
        }
        for (Orphan orphan : open) {
          deciding = orphan.decidedBy(input.prefer(), deciding);
        }
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

  /** All that stands against it, in the order of types and ids. */
  List<MergeConflict> conflicts() {
    return conflicts;
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
        MergedTable merged = new TypeMerge(input, type, allocator).run(needsRows(catalog, type));
        tables.put(type.tableId(), merged);
        conflicts.addAll(merged.conflicts());
      }
    }
    conflicts.addAll(new DroppedTypes(input).conflicts());
    MergeState state = new MergeState(input, tables);
    List<Orphan> orphans = Orphans.of(catalog, tables, state);
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
    Violations violations = Violations.all();
    Validator validator = new Validator(catalog, state, deltas);
    validator.checkRows(violations);
    validator.checkState(violations);
    for (Violation violation : violations.first()) {
      if (violation.code() != RuleError.ENDPOINT_MISSING) {
        conflicts.add(conflict(catalog, violation));
      }
    }
  }

  private MergeConflict conflict(Catalog catalog, Violation violation) {
    String type = String.valueOf(violation.type());
    String id = violation.id() == null ? violation.node() : violation.id();
    return input.told(
        new MergeConflict(
            kind(violation.code()),
            type,
            id == null ? "" : id,
            violation.field(),
            violation.reason(),
            null,
            null,
            written(catalog, type, id)));
  }

  private static Kind kind(ErrorCode code) {
    if (code == RuleError.UNIQUE_VIOLATION) {
      return Kind.UNIQUE_VIOLATION;
    }
    return code == RuleError.CARDINALITY
        ? Kind.CARDINALITY_VIOLATION
        : Kind.VALUE_CONSTRAINT_VIOLATION;
  }

  private @Nullable Map<String, @Nullable Object> written(
      Catalog catalog, String type, @Nullable String id) {
    for (EntityType entity : catalog.entities()) {
      MergedTable merged = entity.name().equals(type) ? tables.get(entity.tableId()) : null;
      TableDelta delta = merged == null ? null : merged.delta();
      if (delta != null && id != null && delta.liveRow(id) >= 0) {
        return Contested.image(delta.layout(), delta.get(delta.liveRow(id)));
      }
    }
    return null;
  }
}
