package dev.omnigraph.schema;

import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.schema.SchemaPlan.Refusal;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Enumeration;
import dev.omnigraph.value.PropertyType.ListOf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a schema change cannot do, why, and what to do instead. */
final class StepRefusals {
  private StepRefusals() {}

  /** Whether some states allow the step and others do not. */
  static boolean dependsOnRows(Refusal refusal) {
    return refusal.code() instanceof SchemaChangeError code
        && switch (code) {
          case NULLABILITY_TIGHTENED, CONSTRAINT_ADDED, CARDINALITY_TIGHTENED, CARDINALITY_UNMET ->
              true;
          default -> false;
        };
  }

  /** The same, now that the rows which break it are known. */
  static Refusal broken(Refusal refusal, SchemaPlan.Reading reading) {
    boolean nodes =
        refusal.code() == SchemaChangeError.CARDINALITY_TIGHTENED
            || refusal.code() == SchemaChangeError.CARDINALITY_UNMET;
    String one = nodes ? "node" : "entity";
    String many = nodes ? "nodes" : "entities";
    return new Refusal(
        refusal.code(),
        reading.offenders() == 1
            ? "1 %s that is there breaks it.".formatted(one)
            : "%d %s that are there break it.".formatted(reading.offenders(), many),
        refusal.wayOut());
  }

  static Refusal required(EntityType type, Property property, @Nullable String hint) {
    return new Refusal(
        LanguageError.REQUIRED_PROPERTY,
        "the entities that are there have no value for it.",
        "Give it a value for them with `@default(…)`, or declare `%s: %s?` and fill it with an update."
                .formatted(property.name(), property.type().spelling())
            + (hint == null ? "" : " " + hint));
  }

  static Refusal tighterNullability(EntityType type, Property property) {
    return new Refusal(
        SchemaChangeError.NULLABILITY_TIGHTENED,
        "entities that are there may have no value for it.",
        "Give them a value with an update, or leave `%s` nullable.".formatted(property.name()));
  }

  /**
   * Null when every value of the old type is one of the new type, or becomes one that says the
   * same. In a key it must also be spelled the same, since ids are.
   */
  static @Nullable Refusal type(EntityType type, Property before, Property after) {
    List<String> lost = lostValues(before.type(), after.type());
    if (lost == null && isWider(before.type(), after.type())) {
      return after.type() == PropertyType.Scalar.F64 && isKeyMember(type, after) ? key() : null;
    }
    if (lost == null) {
      boolean narrowed = isNarrower(before.type(), after.type());
      return new Refusal(
          narrowed ? SchemaChangeError.TYPE_NARROWED : SchemaChangeError.TYPE_CHANGED,
          "the values that are there are of type %s.".formatted(before.type().spelling()),
          "Add a property of the new type under another name, fill it with an update, and drop `%s`."
              .formatted(before.name()));
    }
    return lost.isEmpty()
        ? null
        : new Refusal(
            SchemaChangeError.ENUM_NARROWED,
            "entities may have the value%s %s."
                .formatted(lost.size() == 1 ? "" : "s", String.join(", ", lost)),
            "Keep the value%s in the enumeration.".formatted(lost.size() == 1 ? "" : "s")
                + (lost.size() == 1 ? RenameHints.forValue(lost.getFirst(), before, after) : ""));
  }

  static @Nullable Refusal cardinality(Cardinality before, Cardinality after) {
    boolean lowerMin = after.min() <= before.min();
    boolean higherMax =
        after.max().isEmpty()
            || (before.max().isPresent() && before.max().getAsInt() <= after.max().getAsInt());
    return lowerMin && higherMax
        ? null
        : new Refusal(
            SchemaChangeError.CARDINALITY_TIGHTENED,
            "nodes that are there may have fewer or more edges.",
            "Insert or delete edges first, keep `@card(%s)`, or allow more."
                .formatted(SchemaStepText.of(before)));
  }

  /**
   * @param sourceIsOld whether the source type was there before
   */
  static @Nullable Refusal newEdge(EdgeType edge, boolean sourceIsOld) {
    return edge.cardinality().min() == 0 || !sourceIsOld
        ? null
        : new Refusal(
            SchemaChangeError.CARDINALITY_UNMET,
            "nodes of type %s that are there have no such edge.".formatted(edge.source()),
            "Declare it with `@card(0..%s)`."
                .formatted(
                    edge.cardinality().max().isPresent()
                        ? edge.cardinality().max().getAsInt()
                        : ""));
  }

  static Refusal endpoints() {
    return new Refusal(
        SchemaChangeError.ENDPOINTS_CHANGED,
        "the edges that are there lead between other nodes.",
        "Add an edge type under another name, insert its edges, and drop this one.");
  }

  static Refusal key() {
    return new Refusal(
        SchemaChangeError.KEY_CHANGED,
        "ids are made of the key, and edges name their ends by id.",
        "Add a type with the new key, copy the entities, and drop this one.");
  }

  static Refusal constraint(Constraint constraint) {
    return new Refusal(
        SchemaChangeError.CONSTRAINT_ADDED,
        "entities that are there may break it.",
        "Correct them with an update, or leave `%s` out.".formatted(SchemaStepText.of(constraint)));
  }

  /** Null unless ids have the value in them. */
  static @Nullable Refusal renamedValue(EntityType type, Property property) {
    return isKeyMember(type, property) ? key() : null;
  }

  private static boolean isKeyMember(EntityType type, Property property) {
    return type.key().stream().anyMatch(key -> key.members().contains(property.name()));
  }

  /** Values of an enumeration that are gone; null when the types are not both enumerations. */
  private static @Nullable List<String> lostValues(PropertyType before, PropertyType after) {
    if (before instanceof Enumeration had && after instanceof Enumeration has) {
      List<String> lost = new ArrayList<>(had.values());
      lost.removeAll(has.values());
      return lost;
    }
    if (before instanceof ListOf(var had) && after instanceof ListOf(var has)) {
      return had.equals(has) ? List.of() : lostValues(had, has);
    }
    return null;
  }

  /** Whether every value can be written in the new type, and none is written as another's is. */
  private static boolean isWider(PropertyType before, PropertyType after) {
    if (after instanceof ListOf(var element) && !(before instanceof ListOf)) {
      List<String> lost = lostValues(before, element);
      return before.equals(element) || (lost != null && lost.isEmpty()) || isWider(before, element);
    }
    return before instanceof PropertyType.Scalar from
        && after instanceof PropertyType.Scalar to
        && holdsAll(from, to);
  }

  private static boolean isNarrower(PropertyType before, PropertyType after) {
    return before instanceof PropertyType.Scalar from
        && after instanceof PropertyType.Scalar to
        && from.isNumber()
        && to.isNumber()
        && !holdsAll(from, to);
  }

  private static boolean holdsAll(PropertyType.Scalar from, PropertyType.Scalar to) {
    return switch (from) {
      case I32 -> to == PropertyType.Scalar.I64 || to == PropertyType.Scalar.F64;
      case U32 ->
          to == PropertyType.Scalar.U64
              || to == PropertyType.Scalar.I64
              || to == PropertyType.Scalar.F64;
      case F32 -> to == PropertyType.Scalar.F64;
      default -> false;
    };
  }
}
