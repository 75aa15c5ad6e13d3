package dev.omnigraph.row;

import dev.omnigraph.schema.Property;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.Utf8;
import dev.omnigraph.value.PropertyType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table that no version has yet, held column by column: ids and endpoints on the heap,
 * because rules look at each of them again, and all else outside it but a few megabytes of texts.
 * Vectors are held as bytes, because a fixed-size list takes all of its space where it is null,
 * too: so a row takes about what it says and no more. Rows are only added; not thread-safe.
 */
final class PendingRows implements AutoCloseable {
  /** Rows of a batch: enough to scan fast, few enough to copy one without noticing. */
  private static final int BATCH = 4096;

  /** What the vectors of a batch that is handed out take at most, if it has more than one row. */
  private static final int VECTOR_BYTES = 4 << 20;

  /** Bytes of a column's texts that wait on the heap for more of them. */
  private static final int MOST_TEXT = 1 << 20;

  private final RowLayout layout;
  private final BufferAllocator allocator;
  private final Schema held;

  /** Of the vectors of one row, when it has them all. */
  private final long vectorBytes;

  private final List<Batch> batches = new ArrayList<>();
  private final BitSet nulls = new BitSet();
  private int size;

  /**
   * Some of the rows.
   *
   * @param texts by column; null where the vector has the values
   */
  private record Batch(VectorSchemaRoot vectors, @Nullable TextColumn[] texts) {
    /** Gives a vector its texts that are on the heap. */
    void copyTexts(int column) {
      TextColumn held = texts[column];
      if (held != null) {
        held.copyTo((VarCharVector) vectors.getVector(column));
      }
    }

    /** The same, after which they are no longer on the heap. */
    void moveTexts(int column) {
      copyTexts(column);
      texts[column] = null;
    }
  }

  PendingRows(RowLayout layout, BufferAllocator allocator) {
    this.layout = layout;
    this.allocator = allocator;
    this.held = new Schema(layout.schema().getFields().stream().map(PendingRows::held).toList());
    this.vectorBytes =
        layout.type().properties().stream()
            .mapToLong(
                p ->
                    p.type() instanceof PropertyType.Vector v
                        ? (long) Float.BYTES * v.dimension()
                        : 0)
            .sum();
  }

  private static Field held(Field field) {
    return field.getType() instanceof ArrowType.FixedSizeList
        ? Field.nullable(field.getName(), ArrowType.LargeBinary.INSTANCE)
        : field;
  }

  int size() {
    return size;
  }

  /** Adds a row in the order of the layout and returns its number, from 0. */
  int add(@Nullable Object[] values) {
    int at = size % BATCH;
    if (at == 0) {
      begin();
    }
    Batch batch = batches.getLast();
    for (int column = 0; column < values.length; column++) {
      Object value = values[column];
      if (value == null) {
        nulls.set(column);
      }
      TextColumn texts = batch.texts[column];
      if (texts != null) {
        texts.add(value);
        if (texts.length() > MOST_TEXT && column >= layout.ofProperty(0)) {
          batch.moveTexts(column);
        }
      } else {
        ArrowValues.set(
            batch.vectors.getVector(column),
            at,
            value instanceof float[] floats ? bytes(floats) : value);
      }
    }
    return size++;
  }

  private void begin() {
    if (!batches.isEmpty()) {
      for (int column = layout.ofProperty(0); column < layout.width(); column++) {
        batches.getLast().moveTexts(column);
      }
    }
    VectorSchemaRoot vectors = VectorSchemaRoot.create(held, allocator);
    @Nullable TextColumn[] texts = new @Nullable TextColumn[layout.width()];
    for (int column = 0; column < texts.length; column++) {
      texts[column] = vectors.getVector(column) instanceof VarCharVector ? new TextColumn() : null;
    }
    batches.add(new Batch(vectors, texts));
  }

  @Nullable Object get(int row, int column) {
    Batch batch = batches.get(row / BATCH);
    TextColumn texts = batch.texts[column];
    if (texts != null) {
      return texts.isNull(row % BATCH) ? null : texts.get(row % BATCH).toString();
    }
    Object value = ArrowValues.get(batch.vectors.getVector(column), row % BATCH);
    return value instanceof byte[] bytes && isVector(column) ? floats(bytes) : value;
  }

  /** Whether any row has no value in the column. */
  boolean hasNulls(int column) {
    return nulls.get(column);
  }

  boolean isNull(int row, int column) {
    Batch batch = batches.get(row / BATCH);
    TextColumn texts = batch.texts[column];
    return texts != null
        ? texts.isNull(row % BATCH)
        : batch.vectors.getVector(column).isNull(row % BATCH);
  }

  /** The id or an endpoint, which are always there. */
  Utf8 text(int row, int column) {
    return Objects.requireNonNull(batches.get(row / BATCH).texts[column]).get(row % BATCH);
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
      if (count == rows && vectorBytes == 0) {
        handOut(batches.get(i), rows, consumer);
      } else if (count > 0) {
        copied(first, rows, wanted, consumer);
      }
    }
  }

  private void handOut(Batch batch, int rows, Consumer<VectorSchemaRoot> consumer) {
    for (int column = 0; column < layout.width(); column++) {
      batch.copyTexts(column);
    }
    batch.vectors.setRowCount(rows);
    consumer.accept(batch.vectors);
    for (int column = 0; column < layout.ofProperty(0); column++) {
      batch.vectors.getVector(column).clear();
    }
  }

  private void copied(
      int first, int rows, IntPredicate wanted, Consumer<VectorSchemaRoot> consumer) {
    long most = vectorBytes == 0 ? BATCH : Math.max(1, VECTOR_BYTES / vectorBytes);
    try (VectorSchemaRoot copy = VectorSchemaRoot.create(layout.schema(), allocator)) {
      int count = 0;
      for (int row = first; row < first + rows; row++) {
        if (!wanted.test(row)) {
          continue;
        }
        for (int column = 0; column < layout.width(); column++) {
          ArrowValues.set(copy.getVector(column), count, get(row, column));
        }
        count++;
        if (count == most) {
          handOut(copy, count, consumer);
          count = 0;
        }
      }
      if (count > 0) {
        handOut(copy, count, consumer);
      }
    }
  }

  private static void handOut(
      VectorSchemaRoot copy, int count, Consumer<VectorSchemaRoot> consumer) {
    copy.setRowCount(count);
    consumer.accept(copy);
    copy.clear();
  }

  private boolean isVector(int column) {
    Property property = layout.propertyAt(column);
    return property != null && property.type() instanceof PropertyType.Vector;
  }

  private static byte[] bytes(float[] floats) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * floats.length);
    bytes.asFloatBuffer().put(floats);
    return bytes.array();
  }

  private static float[] floats(byte[] bytes) {
    float[] floats = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(floats);
    return floats;
  }

  @Override
  public void close() {
    batches.forEach(batch -> batch.vectors.close());
    batches.clear();
  }
}
