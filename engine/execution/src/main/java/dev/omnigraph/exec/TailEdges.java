package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.Adjacency;
import dev.omnigraph.exec.kernel.ColumnCollector;
import dev.omnigraph.exec.kernel.IdDictionary;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.table.BatchStream;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Edges that no look-up object knows, held by the node that they leave. */
final class TailEdges {
  private final IdDictionary from;
  private final VectorSchemaRoot rows;
  private final Adjacency byFrom;

  private TailEdges(IdDictionary from, VectorSchemaRoot rows, Adjacency byFrom) {
    this.from = from;
    this.rows = rows;
    this.byFrom = byFrom;
  }

  /**
   * @param fromColumn of the nodes that the edges leave
   */
  static TailEdges read(QueryMemory memory, String fromColumn, BatchStream stream) {
    IdDictionary from = memory.own(new IdDictionary(memory.allocator()));
    ColumnCollector collector = null;
    Ints starts = memory.ints();
    Ints places = memory.ints();
    while (stream.next()) {
      VectorSchemaRoot batch = stream.batch();
      memory.worked(batch.getRowCount());
      if (collector == null) {
        List<String> columns =
            batch.getSchema().getFields().stream().map(field -> field.getName()).toList();
        collector = new ColumnCollector(memory, batch.getSchema(), columns);
      }
      VarCharVector ids = (VarCharVector) batch.getVector(fromColumn);
      for (int row = 0; row < batch.getRowCount(); row++) {
        starts.add(from.intern(ids, row));
        places.add(collector.size());
        collector.add(batch, row);
      }
    }
    VectorSchemaRoot rows =
        collector == null ? VectorSchemaRoot.of() : new VectorSchemaRoot(collector.finish());
    Adjacency byFrom = Adjacency.of(memory, starts, places, places);
    memory.free(starts);
    return new TailEdges(from, rows, byFrom);
  }

  VectorSchemaRoot rows() {
    return rows;
  }

  /** The rows of the edges that leave a node. */
  void forEach(byte[] id, IntConsumer row) {
    int number = from.find(id);
    if (number >= 0) {
      for (int i = byFrom.start(number); i < byFrom.end(number); i++) {
        row.accept(byFrom.target(i));
      }
    }
  }
}
