package dev.omnigraph.rule;

import dev.omnigraph.id.TableId;
import dev.omnigraph.row.CommittedState;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An edge leads from and to nodes that exist: written here, or committed and not deleted here. */
final class EndpointRule {
  private final Catalog catalog;
  private final Map<TableId, TableDelta> deltas;
  private final CommittedState committed;

  EndpointRule(Catalog catalog, Map<TableId, TableDelta> deltas, CommittedState committed) {
    this.catalog = catalog;
    this.deltas = deltas;
    this.committed = committed;
  }

  /** The committed nodes that the written edges need. */
  Map<TableId, Set<String>> check(Violations violations) {
    Map<NodeType, Set<String>> wanted = new HashMap<>();
    forEachUnwritten(
        (edges, row, column, node) ->
            wanted.computeIfAbsent(node, n -> new HashSet<>()).add(edges.text(row, column)));
    if (wanted.isEmpty()) {
      return Map.of();
    }
    Map<NodeType, Set<String>> found = new HashMap<>();
    wanted.forEach((node, ids) -> found.put(node, existing(node, ids)));
    forEachUnwritten(
        (edges, row, column, node) -> {
          String id = edges.text(row, column);
          if (!found.getOrDefault(node, Set.of()).contains(id)) {
            violations.add(violation(edges, row, column, node, id));
          }
        });
    Map<TableId, Set<String>> needed = new TreeMap<>();
    found.forEach((node, ids) -> needed.put(node.tableId(), ids));
    return needed;
  }

  private interface EndpointVisitor {
    void visit(TableDelta edges, int row, int column, NodeType node);
  }

  /** Endpoints of edges that lead there anew, unless the node is written here. */
  private void forEachUnwritten(EndpointVisitor visitor) {
    for (TableDelta edges : deltas.values()) {
      if (edges.type() instanceof EdgeType type) {
        forEachUnwritten(edges, RowLayout.SRC, node(type.source()), visitor);
        forEachUnwritten(edges, RowLayout.DST, node(type.target()), visitor);
      }
    }
  }

  private void forEachUnwritten(
      TableDelta edges, int column, NodeType node, EndpointVisitor visitor) {
    @Nullable TableDelta nodes = deltas.get(node.tableId());
    for (int row : edges.liveRows()) {
      if (edges.connectsAnew(row)
          && (nodes == null || nodes.liveRow(edges.utf8(row, column)) < 0)) {
        visitor.visit(edges, row, column, node);
      }
    }
  }

  private NodeType node(String name) {
    return catalog.node(name).orElseThrow();
  }

  /** Those of the ids that exist and are not deleted here. */
  private Set<String> existing(NodeType node, Set<String> ids) {
    @Nullable TableDelta nodes = deltas.get(node.tableId());
    if (nodes != null) {
      ids.removeIf(nodes::isDeleted);
    }
    return committed.existing(node, ids);
  }

  private static Violation violation(
      TableDelta edges, int row, int column, NodeType node, String id) {
    return Violation.of(
            RuleError.ENDPOINT_MISSING,
            "there is no %s with the id \"%s\"".formatted(node.name(), Violation.shorten(id)))
        .onLine(edges.line(row))
        .in(edges.type().name(), edges.type().key().isPresent() ? edges.id(row) : null)
        .at(column == RowLayout.SRC ? "from" : "to");
  }
}
