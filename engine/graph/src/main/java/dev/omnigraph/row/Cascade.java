package dev.omnigraph.row;

import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.view.View;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Finds the committed edges that lose a node: a deleted node takes its edges with it. */
public final class Cascade {
  private final View view;
  private final CommittedRows committed;
  private final Set<TableId> reads = new HashSet<>();

  public Cascade(View view, CommittedRows committed) {
    this.view = view;
    this.committed = committed;
  }

  /** Receives one edge; the batch is valid during the call. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param endpoint the column that names the deleted node
     */
    void visit(EdgeType edge, String endpoint, VectorSchemaRoot batch, int row);
  }

  /**
   * Visits every edge from or to one of the nodes, with its address; an edge between two of them is
   * visited twice.
   *
   * @param columns to read, asked once for each edge type that nodes of the type may have
   */
  public void follow(
      NodeType node,
      Collection<String> deletedIds,
      Function<EdgeType, List<String>> columns,
      Visitor visitor) {
    for (EdgeType edge : view.catalog().edges()) {
      boolean outgoing = edge.source().equals(node.name());
      boolean incoming = edge.target().equals(node.name());
      if (outgoing || incoming) {
        reads.add(edge.tableId());
        List<String> read = columns.apply(edge);
        if (outgoing) {
          follow(edge, ArrowSchemas.SRC, deletedIds, read, visitor);
        }
        if (incoming) {
          follow(edge, ArrowSchemas.DST, deletedIds, read, visitor);
        }
      }
    }
  }

  /** The tables of edges that were looked at, and so decided what is deleted. */
  public Set<TableId> reads() {
    return reads;
  }

  private void follow(
      EdgeType edge,
      String endpoint,
      Collection<String> deletedIds,
      List<String> columns,
      Visitor visitor) {
    committed.matching(
        edge,
        columns,
        endpoint,
        deletedIds,
        true,
        (batch, row) -> visitor.visit(edge, endpoint, batch, row));
  }
}
