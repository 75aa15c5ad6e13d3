package dev.omnigraph.schema;

import dev.omnigraph.schema.SchemaPlan.Planned;
import dev.omnigraph.value.ValueOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the rules of one type, those of the accepted schema under the names of the desired. */
final class ConstraintDiff {
  private final EntityType type;
  private final List<Planned> steps;

  /** New names by old ones; a dropped property has none. */
  private final Map<String, String> renamed = new HashMap<>();

  /** That are null in every row. */
  private final Set<String> newProperties = new HashSet<>();

  private final List<Constraint> before = new ArrayList<>();
  private final List<Constraint> lost = new ArrayList<>();
  private final EntityType was;

  ConstraintDiff(EntityType was, EntityType type, List<Planned> steps) {
    this.was = was;
    this.type = type;
    this.steps = steps;
    List.of("src", "dst").forEach(end -> renamed.put(end, end));
    for (Property property : type.properties()) {
      was.properties().stream()
          .filter(p -> p.id() == property.id())
          .findFirst()
          .ifPresentOrElse(
              p -> renamed.put(p.name(), property.name()),
              () -> {
                if (property.defaultValue() == null) {
                  newProperties.add(property.name());
                }
              });
    }
    for (Constraint constraint : was.constraints()) {
      Constraint now = translated(constraint);
      (now == null ? lost : before).add(now == null ? constraint : now);
    }
  }

  void add() {
    key();
    List<Constraint> after = type.constraints().stream().filter(c -> !isKey(c)).toList();
    List<Constraint> kept = before.stream().filter(c -> !isKey(c)).toList();
    for (Constraint constraint : lost) {
      if (!isKey(constraint)) {
        add(new SchemaStep.DropConstraint(type, constraint), null);
      }
    }
    for (Constraint constraint : kept) {
      if (!containsSame(after, constraint)) {
        add(new SchemaStep.DropConstraint(type, constraint), null);
      }
    }
    for (Constraint constraint : after) {
      if (!containsSame(kept, constraint)) {
        add(
            new SchemaStep.AddConstraint(type, constraint),
            holdsAlready(constraint) ? null : StepRefusals.constraint(constraint));
      }
    }
  }

  private void key() {
    List<KeyPart> had = was.key().map(Constraint.Key::parts).orElse(List.of());
    List<KeyPart> has = type.key().map(Constraint.Key::parts).orElse(List.of());
    if (!Objects.equals(translatedParts(had), new HashSet<>(has))) {
      add(new SchemaStep.ChangeKey(type, texts(had), texts(has)), StepRefusals.key());
    }
  }

  /** Whether no state that keeps the accepted schema can break it. */
  private boolean holdsAlready(Constraint constraint) {
    return switch (constraint) {
      case Constraint.Key key -> false;
      // A tuple with a null in it is never equal, and what is added is null everywhere.
      case Constraint.Unique(var members) ->
          members.stream().anyMatch(newProperties::contains)
              || before.stream().anyMatch(c -> isUniqueWithin(c, members));
      case Constraint.Range range ->
          newProperties.contains(range.property())
              || before.stream().anyMatch(c -> c instanceof Constraint.Range r && within(r, range));
      case Constraint.Check check -> newProperties.contains(check.property());
    };
  }

  private static boolean isUniqueWithin(Constraint constraint, List<String> members) {
    List<String> unique = members(constraint);
    return !unique.isEmpty() && Set.copyOf(members).containsAll(unique);
  }

  private static boolean within(Constraint.Range inner, Constraint.Range outer) {
    return inner.property().equals(outer.property())
        && (outer.min() == null
            || (inner.min() != null && ValueOrder.compare(outer.min(), inner.min()) <= 0))
        && (outer.max() == null
            || (inner.max() != null && ValueOrder.compare(inner.max(), outer.max()) <= 0));
  }

  /** With new names, or null when a property of it is gone. */
  private @Nullable Constraint translated(Constraint constraint) {
    return switch (constraint) {
      case Constraint.Key(var parts) -> {
        Set<KeyPart> names = translatedParts(parts);
        yield names == null ? null : new Constraint.Key(List.copyOf(names));
      }
      case Constraint.Unique(var members) -> {
        List<String> names = translated(members);
        yield names == null ? null : new Constraint.Unique(names);
      }
      case Constraint.Range(var property, var min, var max) -> {
        String name = renamed.get(property);
        yield name == null ? null : new Constraint.Range(name, min, max);
      }
      case Constraint.Check(var property, var pattern) -> {
        String name = renamed.get(property);
        yield name == null ? null : new Constraint.Check(name, pattern);
      }
    };
  }

  private @Nullable Set<KeyPart> translatedParts(List<KeyPart> parts) {
    Set<KeyPart> translated = new HashSet<>();
    for (KeyPart part : parts) {
      String name = renamed.get(part.member());
      if (name == null) {
        return null;
      }
      translated.add(new KeyPart(name, part.functions()));
    }
    return translated;
  }

  private static List<String> texts(List<KeyPart> parts) {
    return parts.stream().map(KeyPart::text).toList();
  }

  private @Nullable List<String> translated(List<String> members) {
    List<String> names = new ArrayList<>();
    for (String member : members) {
      String name = renamed.get(member);
      if (name == null) {
        return null;
      }
      names.add(name);
    }
    return names;
  }

  /** The order of the members of a tuple has no meaning for uniqueness. */
  private static boolean containsSame(List<Constraint> constraints, Constraint sought) {
    return constraints.stream().anyMatch(c -> same(c, sought));
  }

  private static boolean same(Constraint a, Constraint b) {
    return switch (a) {
      case Constraint.Unique(var x) when b instanceof Constraint.Unique(var y) ->
          Set.copyOf(x).equals(Set.copyOf(y));
      // The bounds of a property that becomes wider are the same numbers of another type.
      case Constraint.Range x when b instanceof Constraint.Range y -> within(x, y) && within(y, x);
      default -> Objects.equals(a, b);
    };
  }

  private static boolean isKey(Constraint constraint) {
    return constraint instanceof Constraint.Key;
  }

  private static List<String> members(@Nullable Constraint constraint) {
    return switch (constraint) {
      case Constraint.Key key -> key.members();
      case Constraint.Unique(var members) -> members;
      case null, default -> List.of();
    };
  }

  private void add(SchemaStep step, SchemaPlan.@Nullable Refusal refusal) {
    steps.add(new Planned(step, refusal, null, null));
  }
}
