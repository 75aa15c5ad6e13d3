package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.IdDictionary;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/** The dictionaries of a query's node types and what it fetched of its variables. */
final class FetchedEntities {
  private final QueryMemory memory;
  private final Map<String, IdDictionary> dictionaries = new HashMap<>();
  private final Map<Variable, VariableColumns> bound = new HashMap<>();

  FetchedEntities(QueryMemory memory) {
    this.memory = memory;
  }

  IdDictionary dictionary(String nodeType) {
    BufferAllocator allocator = memory.allocator();
    return dictionaries.computeIfAbsent(nodeType, name -> memory.own(new IdDictionary(allocator)));
  }

  VariableColumns of(Variable variable) {
    return bound.computeIfAbsent(
        variable,
        v ->
            switch (v.type()) {
              case NodeType node -> new VariableColumns(v, dictionary(node.name()));
              case EdgeType edge -> new VariableColumns(v, null);
            });
  }
}
