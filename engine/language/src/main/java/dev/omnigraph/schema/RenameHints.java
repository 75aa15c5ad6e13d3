package dev.omnigraph.schema;

import dev.omnigraph.value.TextLiteral;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Guesses that something new is something dropped under another name. */
final class RenameHints {
  private RenameHints() {}

  /** When exactly one dropped property has the same type. */
  static @Nullable String forProperty(Property added, List<Property> dropped) {
    List<Property> alike = dropped.stream().filter(p -> p.type().equals(added.type())).toList();
    return alike.size() == 1 ? hint(alike.getFirst().name(), added.name()) : null;
  }

  /** When exactly one dropped type of its kind shares half of the properties, or has none too. */
  static @Nullable String forType(EntityType added, List<EntityType> dropped) {
    List<EntityType> alike = dropped.stream().filter(type -> alike(type, added)).toList();
    return alike.size() == 1 ? hint(alike.getFirst().name(), added.name()) : null;
  }

  /** When exactly one value is new; a sentence with a space before it. */
  static String forValue(String dropped, Property before, Property after) {
    List<String> added = new ArrayList<>(RenamedValues.values(after.type()));
    added.removeAll(RenamedValues.values(before.type()));
    return added.size() == 1
        ? " If it is `%s` under a new name, declare that as `%s @rename_from(%s)`: that keeps its data."
            .formatted(
                added.getFirst(), TextLiteral.quote(added.getFirst()), TextLiteral.quote(dropped))
        : "";
  }

  private static boolean alike(EntityType dropped, EntityType added) {
    if (!SchemaStepText.kind(dropped).equals(SchemaStepText.kind(added))) {
      return false;
    }
    Set<String> before = names(dropped);
    Set<String> after = names(added);
    Set<String> shared = new HashSet<>(before);
    shared.retainAll(after);
    return 2 * shared.size() >= Math.max(before.size(), after.size());
  }

  private static Set<String> names(EntityType type) {
    return type.properties().stream().map(Property::name).collect(Collectors.toSet());
  }

  private static String hint(String before, String after) {
    return "If `%s` is `%s` under a new name, declare it with `@rename_from(\"%s\")`: that keeps its data."
        .formatted(after, before, before);
  }
}
