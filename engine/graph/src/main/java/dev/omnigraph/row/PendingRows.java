package dev.omnigraph.row;

import dev.omnigraph.table.ArrowValues;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table that no version has yet, held column by column outside the heap. Rows are only
 * added; not thread-safe.
 */
final class PendingRows implements AutoCloseable {
  /** Rows of a batch: enough to scan fast, few enough to copy one without noticing. */
  private static final int BATCH = 4096;

  private final RowLayout layout;
  private final BufferAllocator allocator;
  private final List<VectorSchemaRoot> batches = new ArrayList<>();
  private int size;

  PendingRows(RowLayout layout, BufferAllocator allocator) {
    this.layout = layout;
    this.allocator = allocator;
  }

  int size() {
    return size;
  }

  /** Adds a row in the order of the layout and returns its number, from 0. */
  int add(@Nullable Object[] values) {
    int at = size % BATCH;
    if (at == 0) {
      batches.add(VectorSchemaRoot.create(layout.schema(), allocator));
    }
    write(batches.getLast(), at, values);
    return size++;
  }

  @Nullable Object get(int row, int column) {
    return ArrowValues.get(batches.get(row / BATCH).getVector(column), row % BATCH);
  }

  @Nullable Object[] get(int row) {
    @Nullable Object[] values = new @Nullable Object[layout.width()];
    for (int column = 0; column < values.length; column++) {
      values[column] = get(row, column);
    }
    return values;
  }

  /** Hands out the rows that are wanted, in order, in batches that live until the call returns. */
  void forEachBatch(IntPredicate wanted, Consumer<VectorSchemaRoot> consumer) {
    for (int i = 0; i < batches.size(); i++) {
      int first = i * BATCH;
      int rows = Math.min(BATCH, size - first);
      int count = 0;
      for (int row = first; row < first + rows; row++) {
        count += wanted.test(row) ? 1 : 0;
      }
      if (count == rows) {
        batches.get(i).setRowCount(rows);
        consumer.accept(batches.get(i));
      } else if (count > 0) {
        copied(first, rows, wanted, consumer);
      }
    }
  }

  private void copied(
      int first, int rows, IntPredicate wanted, Consumer<VectorSchemaRoot> consumer) {
    try (VectorSchemaRoot copy = VectorSchemaRoot.create(layout.schema(), allocator)) {
      int count = 0;
      for (int row = first; row < first + rows; row++) {
        if (wanted.test(row)) {
          write(copy, count++, get(row));
        }
      }
      copy.setRowCount(count);
      consumer.accept(copy);
    }
  }

  private static void write(VectorSchemaRoot batch, int at, @Nullable Object[] values) {
    for (int column = 0; column < values.length; column++) {
      ArrowValues.set(batch.getVector(column), at, values[column]);
    }
  }

  @Override
  public void close() {
    batches.forEach(VectorSchemaRoot::close);
    batches.clear();
  }
}
