package dev.omnigraph.exec;

import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;

/** The nodes of a query's types and what it fetched of its variables. */
final class FetchedEntities {
  private final QueryMemory memory;
  private final Map<String, RankedNodes> nodes = new HashMap<>();
  private final Map<Variable, VariableColumns> bound = new HashMap<>();

  private final Map<Expr, Summary> summaries = new HashMap<>();

  /**
   * The values of a block or a fusion for the rows that there were.
   *
   * @param slot in which rows have the places of their values
   */
  record Summary(int slot, FieldVector values) {}

  FetchedEntities(QueryMemory memory) {
    this.memory = memory;
  }

  RankedNodes nodes(String nodeType) {
    return nodes.computeIfAbsent(nodeType, name -> new RankedNodes(memory));
  }

  void put(Expr value, Summary summary) {
    summaries.put(value, summary);
  }

  Summary of(Expr value) {
    return Objects.requireNonNull(summaries.get(value));
  }

  VariableColumns of(Variable variable) {
    return bound.computeIfAbsent(
        variable,
        v ->
            switch (v.type()) {
              case NodeType node -> new VariableColumns(v, nodes(node.name()));
              case EdgeType edge -> new VariableColumns(v, null);
            });
  }
}
