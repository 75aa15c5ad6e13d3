package dev.omnigraph.call;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entity that differs between two states.
 *
 * @param type its name in the later state, or in the earlier one if only that has the type
 * @param before every property by its name in the earlier state, in Java form, with {@code id} and
 *     on an edge {@code from} and {@code to}; null when the entity is not there
 * @param after the same of the later state
 * @param changed names in the later state of the properties whose values differ, in their order;
 *     none unless it is an update
 */
public record Change(
    Operation operation,
    Kind kind,
    String type,
    String id,
    @Nullable Map<String, @Nullable Object> before,
    @Nullable Map<String, @Nullable Object> after,
    List<String> changed) {
  /** What leads from the earlier state to the later one. */
  public enum Operation {
    INSERT,
    UPDATE,
    DELETE
  }

  /** What the entity is. */
  public enum Kind {
    NODE,
    EDGE
  }
}
