package dev.omnigraph.rule;

import dev.omnigraph.id.TableId;
import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import java.util.Collection;
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
  private final CommittedRows committed;

  EndpointRule(Catalog catalog, Map<TableId, TableDelta> deltas, CommittedRows committed) {
    this.catalog = catalog;
    this.deltas = deltas;
    this.committed = committed;
  }

  /** The committed nodes that the written edges need. */
  Map<TableId, Set<String>> check(Violations violations) {
    Map<NodeType, Set<String>> wanted = new HashMap<>();
    forEachEndpoint(
        (edges, row, column, node) -> {
          String id = edges.text(row, column);
          if (!writtenOrDeleted(node, id)) {
            wanted.computeIfAbsent(node, n -> new HashSet<>()).add(id);
          }
        });
    Map<NodeType, Set<String>> found = new HashMap<>();
    wanted.forEach((node, ids) -> found.put(node, committed.existing(node, ids)));
    forEachEndpoint(
        (edges, row, column, node) -> {
          String id = edges.text(row, column);
          TableDelta nodes = deltas.get(node.tableId());
          boolean written = nodes != null && nodes.liveRow(id) >= 0;
          if (!written && !found.getOrDefault(node, Set.of()).contains(id)) {
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

  private void forEachEndpoint(EndpointVisitor visitor) {
    Collection<TableDelta> all = deltas.values();
    for (TableDelta edges : all) {
      if (!(edges.type() instanceof EdgeType type)) {
        continue;
      }
      NodeType source = node(type.source());
      NodeType target = node(type.target());
      for (int row : edges.liveRows()) {
        if (edges.connectsAnew(row)) {
          visitor.visit(edges, row, RowLayout.SRC, source);
          visitor.visit(edges, row, RowLayout.DST, target);
        }
      }
    }
  }

  private NodeType node(String name) {
    return catalog.node(name).orElseThrow();
  }

  private boolean writtenOrDeleted(NodeType node, String id) {
    @Nullable TableDelta nodes = deltas.get(node.tableId());
    return nodes != null && nodes.supersedes(id);
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
