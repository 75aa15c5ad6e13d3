package dev.omnigraph.call;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a merge makes of one entity, whatever it would have decided.
 *
 * @param type name of the entity's type
 * @param id of the entity
 * @param take which image the merge writes
 * @param values with {@link Take#VALUES}, the properties that the entity gets, in the form that
 *     loads read; the others are merged
 */
public record Resolution(
    String type, String id, Take take, Map<String, ? extends @Nullable Object> values) {
  public Resolution {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** An image of the entity, which may be that there is none. */
  public enum Take {
    SOURCE,
    TARGET,
    BASE,
    VALUES
  }

  public static Resolution of(String type, String id, Take take) {
    return new Resolution(type, id, take, Map.of());
  }
}
