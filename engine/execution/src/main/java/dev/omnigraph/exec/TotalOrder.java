package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.RowOrder;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.plan.EntityColumns;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.table.ArrowSchemas;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Orders rows by keys, and where these leave them equal by the ids of variables. */
final class TotalOrder {
  private final Execution execution;
  private final List<Variable> ties;

  /**
   * @param ties most significant first, nodes before edges
   */
  TotalOrder(Execution execution, List<Variable> ties) {
    this.execution = execution;
    this.ties = ties;
  }

  /** The first rows of the order. */
  Ints first(Relation relation, RelationColumns inputs, List<RowOrder.Key> first, long limit) {
    List<RowOrder.Key> keys = new ArrayList<>(first);
    List<Variable> open = new ArrayList<>(ties);
    while (!open.isEmpty() && hasIds(open.getFirst())) {
      keys.add(key(open.removeFirst(), inputs));
    }
    RowOrder order = new RowOrder(execution.memory(), keys);
    if (open.isEmpty()) {
      return order.first(relation.rows(), limit);
    }
    // Ids of edges are fetched only where nothing before them tells two rows apart.
    Ints rows = order.first(relation.rows(), Long.MAX_VALUE);
    BitSet tied = order.tied(rows, limit);
    if (tied.isEmpty()) {
      rows.truncate((int) Math.min(limit, rows.size()));
      return rows;
    }
    execution.memory().free(rows);
    for (Variable edge : open) {
      if (!hasIds(edge)) {
        new EdgeIds(execution).fetch(edge, relation.numbers(edge), tied);
      }
      keys.add(key(edge, inputs));
    }
    return new RowOrder(execution.memory(), keys).first(relation.rows(), limit);
  }

  private static RowOrder.Key key(Variable variable, RelationColumns inputs) {
    return new RowOrder.Key(inputs.column(variable, identity(variable)), false);
  }

  private static String identity(Variable variable) {
    return variable.isEntity() ? ArrowSchemas.ID : EntityColumns.IDENTITY;
  }

  private boolean hasIds(Variable variable) {
    return !(variable.type() instanceof EdgeType)
        || execution.entities().of(variable).has(identity(variable));
  }
}
