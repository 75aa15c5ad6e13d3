package dev.omnigraph.merge;

import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeConflict.Kind;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;
import dev.omnigraph.changes.ChangedIds;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.id.TableId;
import dev.omnigraph.row.RowLayout;
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
import dev.omnigraph.schema.NodeType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

  private MergePlan() {}

  /** Makes the plan; where the caller prefers a side, edges that would lose a node follow it. */
  static MergePlan of(MergeInput input, BufferAllocator allocator) {
    MergeInput deciding = input;
    while (true) {
      MergePlan plan = new MergePlan();
      try {
        List<Orphan> orphans = plan.make(deciding, allocator);
        MergeInput decided = deciding;
        List<Orphan> open =
            orphans.stream().filter(o -> !o.isDecided(input.prefer(), decided)).toList();
        if (open.isEmpty() || input.prefer() == Prefer.NONE) {
          orphans.forEach(orphan -> plan.conflicts.add(orphan.conflict()));
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

  /**
   * An edge whose node the other side deleted.
   *
   * @param sourceHasEdge whether it is the source that has the edge
   */
  private record Orphan(
      EdgeType type, String id, NodeType nodeType, String node, boolean sourceHasEdge) {
    /** Whether it was decided about what the side would decide about, by the caller or before. */
    boolean isDecided(Prefer side, MergeInput input) {
      return sourceHasEdge == (side == Prefer.SOURCE)
          ? input.decided(nodeType.tableId()).containsKey(node)
          : input.decided(type.tableId()).containsKey(id);
    }

    /** The source's way is to have its edge, and the node with it; or neither. */
    MergeInput decidedBy(Prefer side, MergeInput input) {
      boolean keepsEdge = sourceHasEdge == (side == Prefer.SOURCE);
      Take take = side == Prefer.SOURCE ? Take.SOURCE : Take.TARGET;
      return keepsEdge
          ? input.deciding(nodeType.tableId(), Resolution.of(nodeType.name(), node, take))
          : input.deciding(type.tableId(), Resolution.of(type.name(), id, take));
    }

    boolean is(EdgeType edge, String edgeId) {
      return type.equals(edge) && id.equals(edgeId);
    }

    MergeConflict conflict() {
      String reason =
          sourceHasEdge
              ? "the source has this edge, and the target deleted its node %s \"%s\""
              : "the target has this edge, and the source deleted its node %s \"%s\"";
      return new MergeConflict(
          Kind.ORPHAN_EDGE,
          type.name(),
          id,
          null,
          reason.formatted(nodeType.name(), node),
          null,
          null,
          null);
    }
  }

  private List<Orphan> make(MergeInput input, BufferAllocator allocator) {
    Catalog catalog = input.target().catalog();
    for (EntityType type : catalog.entities()) {
      boolean isMeant = !input.theirs(type).isEmpty() || !input.decided(type.tableId()).isEmpty();
      if (isMeant) {
        MergedTable merged =
            new TypeMerge(input, type, allocator).run(needsRows(input, catalog, type));
        tables.put(type.tableId(), merged);
        conflicts.addAll(merged.conflicts());
      }
    }
    MergeState state = new MergeState(input, tables);
    List<Orphan> orphans = new ArrayList<>();
    for (EdgeType edge : catalog.edges()) {
      losing(edge, catalog, state, orphans);
      leading(edge, catalog, state, orphans);
    }
    validate(catalog, state);
    return orphans;
  }

  /** Whether a rule between rows may be broken by what the source changed in the type. */
  private static boolean needsRows(MergeInput input, Catalog catalog, EntityType type) {
    if (!input.decided().isEmpty()) {
      return true;
    }
    boolean shares =
        input.mayHaveChanged(type)
            && type.constraints().stream().anyMatch(Constraint.Unique.class::isInstance);
    if (shares || !(type instanceof EdgeType edge)) {
      return shares;
    }
    boolean counts = input.mayHaveChanged(type) && !edge.cardinality().equals(Cardinality.ANY);
    return counts || lost(input, catalog, edge.source()) || lost(input, catalog, edge.target());
  }

  private static boolean lost(MergeInput input, Catalog catalog, String node) {
    ChangedIds ours = input.ours(catalog.node(node).orElseThrow());
    return ours == null || !ours.gone().isEmpty();
  }

  /** Edges of the target whose nodes the merge deletes. */
  private void losing(EdgeType edge, Catalog catalog, MergeState state, List<Orphan> orphans) {
    NodeType source = catalog.node(edge.source()).orElseThrow();
    NodeType target = catalog.node(edge.target()).orElseThrow();
    Set<String> sources = gone(source);
    Set<String> targets = gone(target);
    if (sources.isEmpty() && targets.isEmpty()) {
      return;
    }
    for (MergeState.Edge left : state.edgesLeft(edge, sources, targets)) {
      NodeType node = sources.contains(left.node()) ? source : target;
      orphans.add(new Orphan(edge, left.id(), node, left.node(), false));
    }
  }

  private Set<String> gone(NodeType node) {
    MergedTable merged = tables.get(node.tableId());
    return merged == null ? Set.of() : new HashSet<>(merged.changes().deleted());
  }

  /** Edges that the merge writes whose nodes are not there. */
  private void leading(EdgeType edge, Catalog catalog, MergeState state, List<Orphan> orphans) {
    MergedTable merged = tables.get(edge.tableId());
    TableDelta delta = merged == null ? null : merged.delta();
    if (delta == null) {
      return;
    }
    for (int column : new int[] {RowLayout.SRC, RowLayout.DST}) {
      NodeType node =
          catalog.node(column == RowLayout.SRC ? edge.source() : edge.target()).orElseThrow();
      Map<String, String> edges = new LinkedHashMap<>();
      for (int row : delta.liveRows()) {
        if (delta.connectsAnew(row)) {
          edges.put(delta.id(row), delta.text(row, column));
        }
      }
      Set<String> there = state.existing(node, new LinkedHashSet<>(edges.values()));
      edges.forEach(
          (id, end) -> {
            if (!there.contains(end) && orphans.stream().noneMatch(o -> o.is(edge, id))) {
              orphans.add(new Orphan(edge, id, node, end, true));
            }
          });
    }
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
    return new MergeConflict(
        kind(violation.code()),
        type,
        id == null ? "" : id,
        violation.field(),
        violation.reason(),
        null,
        null,
        written(catalog, type, id));
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
