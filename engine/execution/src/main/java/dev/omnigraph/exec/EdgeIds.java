package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.ColumnCollector;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.query.Variable;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.UInt8Vector;

/** Fetches the ids of edges that came through a look-up object, which has none. */
final class EdgeIds {
  private final Execution execution;

  EdgeIds(Execution execution) {
    this.execution = execution;
  }

  /** Fetches them for the edges that rows are bound to. */
  void fetch(Variable edge, Relation relation) {
    VariableColumns bound = execution.entities().of(edge);
    BitSet numbers = FetchOperator.distinct(relation.numbers(edge));
    List<Long> addresses = bound.addresses(numbers).orElseThrow();
    Map<Long, Integer> byAddress = new HashMap<>();
    int[] order = numbers.stream().toArray();
    for (int i = 0; i < order.length; i++) {
      byAddress.put(addresses.get(i), order[i]);
    }
    Table table = execution.table(edge.type());
    ColumnCollector collector =
        new ColumnCollector(execution.memory(), table.schema(), List.of(ArrowSchemas.ID));
    Ints positions = execution.memory().ints();
    positions.growTo(numbers.length(), -1);
    ScanRequest request = ScanRequest.of(List.of(ArrowSchemas.ID)).at(addresses).addressed();
    try (BatchStream stream = table.scan(request)) {
      while (stream.next()) {
        UInt8Vector places = (UInt8Vector) stream.batch().getVector(ScanRequest.ROW_ADDRESS);
        for (int row = 0; row < stream.batch().getRowCount(); row++) {
          positions.set(Objects.requireNonNull(byAddress.get(places.get(row))), collector.size());
          collector.add(stream.batch(), row);
        }
      }
    }
    bound.put(collector.finish(), positions);
  }
}
