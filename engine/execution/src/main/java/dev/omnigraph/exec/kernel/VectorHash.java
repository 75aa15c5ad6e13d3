package dev.omnigraph.exec.kernel;

import dev.omnigraph.table.ArrowValues;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.util.hash.ArrowBufHasher;
import org.apache.arrow.memory.util.hash.MurmurHasher;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Hashes values of a vector in place, equal for values that {@link VectorOrder} calls equal. */
@FunctionalInterface
public interface VectorHash {
  int hash(int index);

  public static VectorHash of(FieldVector vector) {
    if (vector instanceof VarCharVector text) {
      ArrowBufHasher hasher = new MurmurHasher();
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

  private static int hash(double value) {
    return value == 0 ? 0 : Double.hashCode(value);
  }

  private static int hash(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Double d -> hash(d.doubleValue());
      case Float f -> hash(f.doubleValue());
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
