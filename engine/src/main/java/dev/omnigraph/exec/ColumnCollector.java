package dev.omnigraph.exec;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Copies chosen rows of a scan's batches, whose vectors do not last, into the query's memory. */
final class ColumnCollector {
  private final List<FieldVector> vectors = new ArrayList<>();
  private int size;

  ColumnCollector(QueryMemory memory, Schema schema, List<String> columns) {
    for (String column : columns) {
      Field field = schema.findField(column);
      vectors.add(memory.own(field.createVector(memory.allocator())));
    }
  }

  int size() {
    return size;
  }

  /** Adds a row; its index is the size before. */
  void add(VectorSchemaRoot batch, int row) {
    for (FieldVector vector : vectors) {
      vector.copyFromSafe(row, size, batch.getVector(vector.getName()));
    }
    size++;
  }

  List<FieldVector> finish() {
    vectors.forEach(vector -> vector.setValueCount(size));
    return vectors;
  }
}
