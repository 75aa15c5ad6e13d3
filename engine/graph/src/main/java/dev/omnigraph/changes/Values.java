package dev.omnigraph.changes;

import dev.omnigraph.schema.RenamedValues;
import dev.omnigraph.value.PropertyType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether values of a property are the same in two states, whose schemas may differ. */
final class Values {
  private Values() {}

  /**
   * Whether they are equal to the last bit, but for the bits of a NaN. A value that a change of the
   * property's type made wider or a list, or that goes on under another name, is still the same.
   */
  static boolean same(
      PropertyType was, @Nullable Object before, PropertyType is, @Nullable Object after) {
    if (was.equals(is)) {
      return Objects.deepEquals(before, after);
    }
    Object value = renamed(was, before, is);
    boolean alone = is instanceof PropertyType.ListOf && !(was instanceof PropertyType.ListOf);
    return equal(alone && value != null ? List.of(value) : value, after);
  }

  private static @Nullable Object renamed(
      PropertyType was, @Nullable Object before, PropertyType is) {
    Map<String, String> names = RenamedValues.of(was, is);
    if (names.isEmpty() || before == null) {
      return before;
    }
    Map<String, String> later = new HashMap<>();
    names.forEach((name, old) -> later.put(old, name));
    if (before instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>();
      list.forEach(each -> all.add(each == null ? null : renamed(later, each)));
      return all;
    }
    return renamed(later, before);
  }

  private static Object renamed(Map<String, String> later, Object value) {
    return value instanceof String text ? later.getOrDefault(text, text) : value;
  }

  private static boolean equal(@Nullable Object before, @Nullable Object after) {
    if (before instanceof List<?> some && after instanceof List<?> others) {
      boolean equal = some.size() == others.size();
      for (int i = 0; equal && i < some.size(); i++) {
        equal = equal(some.get(i), others.get(i));
      }
      return equal;
    }
    if (before instanceof Number one && after instanceof Number other) {
      boolean whole = isWhole(one) && isWhole(other);
      return whole
          ? new BigInteger(one.toString()).equals(new BigInteger(other.toString()))
          : Double.compare(one.doubleValue(), other.doubleValue()) == 0;
    }
    return Objects.deepEquals(before, after);
  }

  private static boolean isWhole(Number number) {
    return !(number instanceof Float) && !(number instanceof Double);
  }
}
