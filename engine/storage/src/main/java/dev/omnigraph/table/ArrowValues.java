package dev.omnigraph.table;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/**
 * Values of table columns in the one Java form that the engine uses (that of {@code
 * query.Expr.Literal}): String, Boolean, Integer (I32), Long (I64, U32), BigInteger (U64), Float,
 * Double, LocalDate, Instant to the millisecond, float[] (Vector), List, byte[] (Blob), or null.
 */
public final class ArrowValues {
  private static final long U32_MASK = 0xFFFF_FFFFL;

  private ArrowValues() {}

  /**
   * Writes a value, growing the vector as needed; the caller sets the value count in the end. The
   * rows of one vector are written in ascending order. A text may be a {@link Utf8}.
   *
   * @throws IllegalArgumentException if the value is not in the column's Java form or range
   */
  public static void set(FieldVector vector, int row, @Nullable Object value) {
    // What loads mostly hold, and little to compile where a process lives for one load.
    if (value instanceof Utf8 text && vector instanceof VarCharVector texts) {
      texts.setSafe(row, text.bytes(), text.start(), text.length());
    } else if (value instanceof Integer number && vector instanceof IntVector numbers) {
      numbers.setSafe(row, number);
    } else {
      setAny(vector, row, value);
    }
  }

  private static void setAny(FieldVector vector, int row, @Nullable Object value) {
    switch (vector) {
      case FieldVector any when value == null -> setNull(any, row);
      case VarCharVector v when value instanceof String s ->
          v.setSafe(row, s.getBytes(StandardCharsets.UTF_8));
      case BitVector v when value instanceof Boolean b -> v.setSafe(row, b ? 1 : 0);
      case IntVector v when value instanceof Integer i -> v.setSafe(row, i);
      case BigIntVector v when value instanceof Long l -> v.setSafe(row, l);
      case UInt4Vector v when value instanceof Long l && l >= 0 && l <= U32_MASK ->
          v.setSafe(row, (int) (long) l);
      case UInt8Vector v when value instanceof BigInteger b && isU64(b) ->
          v.setSafe(row, b.longValue());
      // Only the canonical NaN, because tables order the others by their bits.
      case Float4Vector v when value instanceof Float f ->
          v.setSafe(row, f.isNaN() ? Float.NaN : f);
      case Float8Vector v when value instanceof Double d ->
          v.setSafe(row, d.isNaN() ? Double.NaN : d);
      case DateDayVector v when value instanceof LocalDate d ->
          v.setSafe(row, Math.toIntExact(d.toEpochDay()));
      case TimeStampMilliVector v when value instanceof Instant t ->
          v.setSafe(row, t.toEpochMilli());
      case LargeVarBinaryVector v when value instanceof byte[] bytes -> v.setSafe(row, bytes);
      case FixedSizeListVector v
          when value instanceof float[] floats && floats.length == v.getListSize() ->
          setVector(v, row, floats);
      case ListVector v when value instanceof List<?> list -> setList(v, row, list);
      default -> throw mismatch(vector, value);
    }
  }

  /** Reads a value; null when the row has none. */
  public static @Nullable Object get(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    return switch (vector) {
      case VarCharVector v -> new String(v.get(row), StandardCharsets.UTF_8);
      case BitVector v -> v.get(row) != 0;
      case IntVector v -> v.get(row);
      case BigIntVector v -> v.get(row);
      case UInt4Vector v -> v.get(row) & U32_MASK;
      case UInt8Vector v -> unsigned(v.get(row));
      case Float4Vector v -> v.get(row);
      case Float8Vector v -> v.get(row);
      case DateDayVector v -> LocalDate.ofEpochDay(v.get(row));
      case TimeStampMilliVector v -> Instant.ofEpochMilli(v.get(row));
      case LargeVarBinaryVector v -> v.get(row);
      case FixedSizeListVector v -> floats(v, row);
      case ListVector v -> list(v, row);
      default ->
          throw new IllegalArgumentException(
              "Column " + vector.getName() + " has a type that no property has.");
    };
  }

  private static void setNull(FieldVector vector, int row) {
    if (vector instanceof FixedSizeListVector list) {
      // The space of a null is part of the data vector, which must reach beyond it.
      FieldVector items = list.getDataVector();
      int end = (row + 1) * list.getListSize();
      while (items.getValueCapacity() < end) {
        items.reAlloc();
      }
    }
    while (vector.getValueCapacity() <= row) {
      vector.reAlloc();
    }
    vector.setNull(row);
  }

  private static void setVector(FixedSizeListVector vector, int row, float[] floats) {
    Float4Vector items = (Float4Vector) vector.getDataVector();
    int start = vector.startNewValue(row);
    for (int i = 0; i < floats.length; i++) {
      items.setSafe(start + i, floats[i]);
    }
  }

  private static void setList(ListVector vector, int row, List<?> list) {
    FieldVector items = vector.getDataVector();
    int start = vector.startNewValue(row);
    for (int i = 0; i < list.size(); i++) {
      set(items, start + i, list.get(i));
    }
    vector.endValue(row, list.size());
  }

  private static float[] floats(FixedSizeListVector vector, int row) {
    Float4Vector items = (Float4Vector) vector.getDataVector();
    float[] floats = new float[vector.getListSize()];
    int start = vector.getElementStartIndex(row);
    for (int i = 0; i < floats.length; i++) {
      floats[i] = items.get(start + i);
    }
    return floats;
  }

  private static List<@Nullable Object> list(ListVector vector, int row) {
    FieldVector items = vector.getDataVector();
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
      values.add(get(items, i));
    }
    return values;
  }

  private static BigInteger unsigned(long bits) {
    BigInteger low = BigInteger.valueOf(bits & Long.MAX_VALUE);
    return bits < 0 ? low.setBit(Long.SIZE - 1) : low;
  }

  private static boolean isU64(BigInteger value) {
    return value.signum() >= 0 && value.bitLength() <= Long.SIZE;
  }

  private static IllegalArgumentException mismatch(FieldVector vector, @Nullable Object value) {
    String found = value == null ? "null" : value.getClass().getSimpleName();
    return new IllegalArgumentException(
        "Column "
            + vector.getName()
            + " holds "
            + vector.getField().getType()
            + "; a value of "
            + found
            + " does not fit.");
  }
}
