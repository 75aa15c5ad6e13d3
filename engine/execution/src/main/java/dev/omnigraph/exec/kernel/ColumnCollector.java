package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.QueryMemory;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Copies chosen rows of a scan's batches, whose vectors do not last, into the query's memory. */
public final class ColumnCollector {
  private final List<FieldVector> vectors = new ArrayList<>();
  private final FieldVector[] sources;
  private @Nullable VectorSchemaRoot batch;
  private int size;

  public ColumnCollector(QueryMemory memory, Schema schema, List<String> columns) {
    for (String column : columns) {
      Field field = schema.findField(column);
      vectors.add(memory.own(field.createVector(memory.allocator())));
    }
    this.sources = new FieldVector[vectors.size()];
  }

  public int size() {
    return size;
  }

  /** Adds a row; its index is the size before. */
  public void add(VectorSchemaRoot from, int row) {
    if (from != batch) {
      batch = from;
      for (int i = 0; i < sources.length; i++) {
        sources[i] = from.getVector(vectors.get(i).getName());
      }
    }
    for (int i = 0; i < sources.length; i++) {
      vectors.get(i).copyFromSafe(row, size, sources[i]);
    }
    size++;
  }

  public List<FieldVector> finish() {
    vectors.forEach(vector -> vector.setValueCount(size));
    return vectors;
  }
}
