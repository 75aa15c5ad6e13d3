package dev.omnigraph.table;

import dev.omnigraph.id.OperationId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a version keeps from cleanup.
 *
 * @param operationId the operation that made it, or null when it does not say
 * @param units as {@link TableObject#unit} names them; the version itself is among them
 * @param vital those of them without which the version cannot be read
 */
public record VersionContents(
    @Nullable OperationId operationId, Set<String> units, Set<String> vital) {
  public VersionContents {
    units = Set.copyOf(units);
    vital = Set.copyOf(vital);
  }
}
