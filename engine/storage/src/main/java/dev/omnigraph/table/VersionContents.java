package dev.omnigraph.table;

import java.util.Set;

/**
 * What a version keeps from cleanup.
 *
 * @param units as {@link TableObject#unit} names them; the version itself is among them
 * @param vital those of them without which the version cannot be read
 */
public record VersionContents(Set<String> units, Set<String> vital) {
  public VersionContents {
    units = Set.copyOf(units);
    vital = Set.copyOf(vital);
  }
}
