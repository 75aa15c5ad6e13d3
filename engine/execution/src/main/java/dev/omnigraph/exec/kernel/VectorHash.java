package dev.omnigraph.exec.kernel;

import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.ByteHasher;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * Hashes values of a vector in place, equal for values that {@link VectorOrder} calls equal, also
 * where their vectors are of different types.
 */
@FunctionalInterface
public interface VectorHash {
  /** For hashes of several columns: numbers that are small need a factor that is not. */
  int FACTOR = 0x9E3779B1;

  int hash(int index);

  /** Lets the lower bits of a hash depend on all of it. */
  static int spread(int hash) {
    int mixed = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
    return mixed ^ (mixed >>> 13);
  }

  static VectorHash of(FieldVector vector) {
    if (vector instanceof VarCharVector text) {
      ByteHasher hasher = new ByteHasher();
      return index -> {
        int start = text.getStartOffset(index);
        return hasher.hashCode(text.getDataBuffer(), start, text.getEndOffset(index) - start);
      };
    }
    if (vector instanceof UInt8Vector unsigned) {
      return index -> Long.hashCode(unsigned.get(index));
    }
    VectorOrder.LongAt longs = VectorOrder.LongAt.of(vector);
    if (longs != null) {
      return index -> Long.hashCode(longs.get(index));
    }
    VectorOrder.DoubleAt doubles = VectorOrder.DoubleAt.of(vector);
    if (doubles != null) {
      return index -> hash(doubles.get(index));
    }
    return index -> hash(ArrowValues.get(vector, index));
  }

  /** Of an integer as that of a vector of integers, whose 64 bits may have a sign or not. */
  private static int hash(double value) {
    if (value == Math.rint(value)) {
      if (-0x1p63 <= value && value < 0x1p63) {
        return Long.hashCode((long) value);
      }
      if (0x1p63 <= value && value < 0x1p64) {
        return Long.hashCode((long) (value - 0x1p63) ^ Long.MIN_VALUE);
      }
    }
    return Double.hashCode(value);
  }

  private static int hash(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Double d -> hash(d.doubleValue());
      case Float f -> hash(f.doubleValue());
      case Number integer -> Long.hashCode(integer.longValue());
      case float[] floats -> {
        int hash = 1;
        for (float f : floats) {
          hash = 31 * hash + hash((double) f);
        }
        yield hash;
      }
      case byte[] bytes -> Arrays.hashCode(bytes);
      case List<?> list -> {
        int hash = 1;
        for (Object element : list) {
          hash = 31 * hash + hash(element);
        }
        yield hash;
      }
      default -> Objects.hashCode(value);
    };
  }
}
