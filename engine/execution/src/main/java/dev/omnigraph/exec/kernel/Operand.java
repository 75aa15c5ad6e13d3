package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.table.ArrowValues;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * A column of a relation as it lies in memory: a vector, and for each row the index of its value
 * there, negative for null.
 *
 * @param positions null for a constant, whose value is at index 0
 * @param distinct whether no two indexes hold equal values, so that indexes can be compared
 */
public record Operand(FieldVector vector, @Nullable Ints positions, boolean distinct) {

  /** The index of the row's value, negative when it is null. */
  public int at(int row) {
    int index = positions == null ? 0 : positions.get(row);
    return index < 0 || vector.isNull(index) ? -1 : index;
  }

  public @Nullable Object value(int row) {
    int index = at(row);
    return index < 0 ? null : ArrowValues.get(vector, index);
  }

  /** Compares two rows, nulls below all else. */
  public int compareRows(VectorOrder order, int left, int right) {
    int a = at(left);
    int b = at(right);
    if (a < 0 || b < 0) {
      return Boolean.compare(a >= 0, b >= 0);
    }
    return a == b ? 0 : order.compare(a, b);
  }
}
