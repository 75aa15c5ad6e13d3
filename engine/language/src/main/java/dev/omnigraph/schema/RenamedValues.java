package dev.omnigraph.schema;

import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Enumeration;
import dev.omnigraph.value.PropertyType.ListOf;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Values of an enumeration, alone or in a list, that go on under other names. */
public final class RenamedValues {
  private RenamedValues() {}

  /**
   * What values were called in the accepted schema, by their names in the desired one. A rename is
   * over once it was accepted, or when only the new name is there.
   *
   * @return in the order of the desired one; empty unless both are of an enumeration
   */
  public static Map<String, String> of(PropertyType accepted, PropertyType desired) {
    Map<String, String> names = new LinkedHashMap<>();
    if (element(accepted) instanceof Enumeration had
        && element(desired) instanceof Enumeration has) {
      Set<String> known = Set.copyOf(had.values());
      for (String name : has.values()) {
        String old = has.renamed().get(name);
        boolean over =
            old == null
                || old.equals(name)
                || old.equals(had.renamed().get(name))
                || (known.contains(name) && !known.contains(old));
        if (!over) {
          names.put(name, old);
        }
      }
    }
    return names;
  }

  /**
   * Whether the desired type no longer says how names were given that changed places, so that it
   * can be said again.
   */
  static boolean forgets(PropertyType accepted, PropertyType desired) {
    return element(accepted) instanceof Enumeration had
        && element(desired) instanceof Enumeration has
        && had.renamed().entrySet().stream()
            .anyMatch(
                e ->
                    had.values().contains(e.getValue())
                        && !e.getValue().equals(has.renamed().get(e.getKey())));
  }

  /** The accepted type with the names that its values have in the desired one. */
  static PropertyType renamed(PropertyType accepted, PropertyType desired) {
    Map<String, String> names = new HashMap<>();
    of(accepted, desired).forEach((name, old) -> names.put(old, name));
    return names.isEmpty() ? accepted : renamed(accepted, names);
  }

  private static PropertyType renamed(PropertyType type, Map<String, String> names) {
    return type instanceof ListOf(var element)
        ? new ListOf(renamed(element, names))
        : new Enumeration(values(type).stream().map(v -> names.getOrDefault(v, v)).toList());
  }

  /** Of an enumeration, alone or in a list; of another type none. */
  public static Set<String> values(PropertyType type) {
    return element(type) instanceof Enumeration enumeration
        ? new LinkedHashSet<>(enumeration.values())
        : Set.of();
  }

  private static PropertyType element(PropertyType type) {
    return type instanceof ListOf(var element) ? element : type;
  }
}
