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
import org.apache.arrow.vector.UInt8Vector;

/** Fetches the ids of edges that came through a look-up object, which has none. */
final class EdgeIds {
  /** More are found by reading the column whole. */
  private static final int MOST_ADDRESSES = 20_000;

  private final Execution execution;

  EdgeIds(Execution execution) {
    this.execution = execution;
  }

  /**
   * Fetches them for the edges of some rows; those of all others count as null.
   *
   * @param edges by row
   */
  void fetch(Variable edge, Ints edges, BitSet rows) {
    VariableColumns bound = execution.entities().of(edge);
    BitSet numbers = new BitSet();
    rows.stream().map(edges::get).filter(number -> number >= 0).forEach(numbers::set);
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
    ScanRequest all = ScanRequest.of(List.of(ArrowSchemas.ID)).addressed();
    ScanRequest request = addresses.size() > MOST_ADDRESSES ? all : all.at(addresses);
    try (BatchStream stream = table.scan(request)) {
      while (stream.next()) {
        execution.memory().worked(stream.batch().getRowCount());
        UInt8Vector places = (UInt8Vector) stream.batch().getVector(ScanRequest.ROW_ADDRESS);
        for (int row = 0; row < stream.batch().getRowCount(); row++) {
          Integer number = byAddress.get(places.get(row));
          if (number != null) {
            positions.set(number, collector.size());
            collector.add(stream.batch(), row);
          }
        }
      }
    }
    bound.put(collector.finish(), positions);
  }
}
