package dev.omnigraph.exec.kernel;

import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.value.ValueOrder;
import java.util.Objects;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * Compares values of two vectors in place; neither value may be null. The order is that of {@link
 * ValueOrder}.
 */
@FunctionalInterface
public interface VectorOrder {
  int compare(int left, int right);

  /** The order between two vectors of comparable types, chosen once for all rows. */
  public static VectorOrder of(FieldVector left, FieldVector right) {
    if (left instanceof VarCharVector a && right instanceof VarCharVector b) {
      return (i, j) ->
          ByteFunctionHelpers.compare(
              a.getDataBuffer(),
              a.getStartOffset(i),
              a.getEndOffset(i),
              b.getDataBuffer(),
              b.getStartOffset(j),
              b.getEndOffset(j));
    }
    LongAt leftLong = LongAt.of(left);
    LongAt rightLong = LongAt.of(right);
    if (leftLong != null && rightLong != null) {
      return (i, j) -> Long.compare(leftLong.get(i), rightLong.get(j));
    }
    if (left instanceof UInt8Vector a && right instanceof UInt8Vector b) {
      return (i, j) -> Long.compareUnsigned(a.get(i), b.get(j));
    }
    if (left instanceof UInt8Vector a && rightLong != null) {
      return (i, j) -> a.get(i) < 0 ? 1 : Long.compare(a.get(i), rightLong.get(j));
    }
    if (leftLong != null && right instanceof UInt8Vector b) {
      return (i, j) -> b.get(j) < 0 ? -1 : Long.compare(leftLong.get(i), b.get(j));
    }
    DoubleAt leftDouble = DoubleAt.of(left);
    DoubleAt rightDouble = DoubleAt.of(right);
    if (leftDouble != null && rightDouble != null) {
      return (i, j) -> ValueOrder.compareDoubles(leftDouble.get(i), rightDouble.get(j));
    }
    if (leftLong != null && rightDouble != null) {
      return (i, j) -> ValueOrder.compare(leftLong.get(i), rightDouble.get(j));
    }
    if (leftDouble != null && rightLong != null) {
      return (i, j) -> -ValueOrder.compare(rightLong.get(j), leftDouble.get(i));
    }
    return (i, j) -> ValueOrder.compare(value(left, i), value(right, j));
  }

  private static Object value(FieldVector vector, int index) {
    return Objects.requireNonNull(ArrowValues.get(vector, index));
  }

  /** Values that a long holds exactly and in order. */
  @FunctionalInterface
  public interface LongAt {
    long get(int index);

    static @Nullable LongAt of(FieldVector vector) {
      return switch (vector) {
        case IntVector v -> v::get;
        case BigIntVector v -> v::get;
        case UInt4Vector v -> index -> v.get(index) & 0xFFFF_FFFFL;
        case DateDayVector v -> v::get;
        case TimeStampMilliVector v -> v::get;
        case BitVector v -> v::get;
        default -> null;
      };
    }
  }

  /** Floating-point values. */
  @FunctionalInterface
  public interface DoubleAt {
    double get(int index);

    static @Nullable DoubleAt of(FieldVector vector) {
      return switch (vector) {
        case Float4Vector v -> v::get;
        case Float8Vector v -> v::get;
        default -> null;
      };
    }
  }
}
