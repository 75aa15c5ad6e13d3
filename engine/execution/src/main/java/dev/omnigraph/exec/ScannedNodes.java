package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.ColumnCollector;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.Step;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.ScanRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The nodes that a scan gives, with the properties asked for. */
final class ScannedNodes {
  private final VariableColumns bound;
  private final ScanRequest request;
  private final Ints found;
  private final Ints positions;
  private final ColumnCollector collector;
  private final Map<Integer, Long> addresses = new HashMap<>();
  private boolean lastHasZero;

  ScannedNodes(Execution execution, Step.Scan step, ScanRequest request) {
    QueryMemory memory = execution.memory();
    this.bound = execution.entities().of(step.variable());
    this.request = request;
    this.found = memory.ints();
    this.positions = memory.ints();
    this.collector = new ColumnCollector(memory, execution.table(step).schema(), step.columns());
  }

  void readAll(BatchStream stream) {
    while (stream.next()) {
      read(stream.batch());
    }
  }

  /**
   * Whether a scan of the first rows ended at one with a zero to order by, so that not all that are
   * equal to it are there.
   */
  boolean endAmongZeros() {
    return lastHasZero && found.size() == request.limit();
  }

  /** Hands the properties over; the nodes' numbers. */
  Ints finish() {
    bound.put(collector.finish(), positions);
    bound.locate(addresses);
    return found;
  }

  private void read(VectorSchemaRoot batch) {
    VarCharVector id = (VarCharVector) batch.getVector(ArrowSchemas.ID);
    for (int row = 0; row < batch.getRowCount(); row++) {
      int number = bound.ids().intern(id, row);
      found.add(number);
      positions.growTo(Math.max(positions.size(), number + 1), -1);
      positions.set(number, collector.size());
      collector.add(batch, row);
    }
    if (request.limit() >= 0 && batch.getRowCount() > 0) {
      locate(batch, id);
      lastHasZero = hasZero(batch, request.order());
    }
  }

  private void locate(VectorSchemaRoot batch, VarCharVector id) {
    UInt8Vector address = (UInt8Vector) batch.getVector(ScanRequest.ROW_ADDRESS);
    for (int row = 0; row < batch.getRowCount(); row++) {
      addresses.put(bound.ids().find(id, row), address.get(row));
    }
  }

  private static boolean hasZero(VectorSchemaRoot batch, List<ScanRequest.Order> order) {
    int last = batch.getRowCount() - 1;
    return order.stream().anyMatch(key -> isFloatZero(batch.getVector(key.column()), last));
  }

  private static boolean isFloatZero(FieldVector vector, int row) {
    return !vector.isNull(row)
        && switch (vector) {
          case Float4Vector v -> v.get(row) == 0;
          case Float8Vector v -> v.get(row) == 0;
          default -> false;
        };
  }
}
