package dev.omnigraph.merge;

import dev.omnigraph.id.TableId;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the edges that would be without one of their nodes after a merge. */
final class Orphans {
  private final Catalog catalog;
  private final Map<TableId, MergedTable> tables;
  private final MergeState state;
  private final MergeMemory memory;
  private final List<Orphan> orphans = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private Orphans(
      Catalog catalog, Map<TableId, MergedTable> tables, MergeState state, MergeMemory memory) {
    this.memory = memory;
    this.catalog = catalog;
    this.tables = tables;
    this.state = state;
  }

  /**
   * All of them, each once.
   *
   * @param tables what the merge does to each table that it changes
   */
  static List<Orphan> of(
      Catalog catalog, Map<TableId, MergedTable> tables, MergeState state, MergeMemory memory) {
    Orphans found = new Orphans(catalog, tables, state, memory);
    for (EdgeType edge : catalog.edges()) {
      found.seen.clear();
      found.losing(edge);
      found.leading(edge);
    }
    return found.orphans;
  }

  /** Edges of the target whose nodes the merge deletes. */
  private void losing(EdgeType edge) {
    NodeType source = catalog.node(edge.source()).orElseThrow();
    NodeType target = catalog.node(edge.target()).orElseThrow();
    Set<String> sources = gone(source);
    Set<String> targets = gone(target);
    if (sources.isEmpty() && targets.isEmpty()) {
      return;
    }
    for (MergeState.Edge left : state.edgesLeft(edge, sources, targets)) {
      NodeType node = sources.contains(left.node()) ? source : target;
      seen.add(left.id());
      memory.ids(1);
      orphans.add(new Orphan(edge, left.id(), node, left.node(), false));
    }
  }

  private Set<String> gone(NodeType node) {
    MergedTable merged = tables.get(node.tableId());
    return merged == null ? Set.of() : new HashSet<>(merged.changes().deleted());
  }

  /** Edges that the merge writes whose nodes are not there. */
  private void leading(EdgeType edge) {
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
            if (!there.contains(end) && seen.add(id)) {
              memory.ids(1);
              orphans.add(new Orphan(edge, id, node, end, true));
            }
          });
    }
  }
}
