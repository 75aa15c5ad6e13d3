package dev.omnigraph.exec;

import dev.omnigraph.commit.View;
import dev.omnigraph.manifest.Pin;
import dev.omnigraph.plan.Arguments;
import dev.omnigraph.plan.Costs;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the operators of one running query share. */
final class Execution {
  private final View view;
  private final QueryMemory memory;
  private final Arguments arguments;
  private final EdgeAccess access;
  private final Entities entities;
  private final Map<String, EdgeSet> edgeSets = new HashMap<>();

  Execution(View view, QueryMemory memory, Arguments arguments, EdgeAccess access) {
    this.view = view;
    this.memory = memory;
    this.arguments = arguments;
    this.access = access;
    this.entities = new Entities(memory);
  }

  QueryMemory memory() {
    return memory;
  }

  Arguments arguments() {
    return arguments;
  }

  Entities entities() {
    return entities;
  }

  Table table(EntityType type) {
    return view.table(type);
  }

  /** How many nodes of a type there are. */
  long nodes(String type) {
    return view.catalog()
        .node(type)
        .map(node -> view.pins().get(node.tableId()))
        .map(Pin::rows)
        .orElse(0L);
  }

  Frame frame(Relation relation) {
    return new Frame(relation, entities, arguments);
  }

  boolean prefersLookup(long ids, double perId, Table table) {
    return Costs.prefersLookup(access, ids, perId, table.pin().rows(), table.lookupRows());
  }

  /** The edges without properties that traversals of a type and direction share. */
  EdgeSet edges(EdgeType type, Direction direction) {
    return edgeSets.computeIfAbsent(
        type.tableId() + direction,
        key -> new EdgeSet(this, type, direction, null, List.of(), true));
  }
}
