package dev.omnigraph.schema;

import dev.omnigraph.schema.SchemaStep.AddConstraint;
import dev.omnigraph.schema.SchemaStep.AddIndex;
import dev.omnigraph.schema.SchemaStep.AddProperty;
import dev.omnigraph.schema.SchemaStep.AddType;
import dev.omnigraph.schema.SchemaStep.ChangeAnnotations;
import dev.omnigraph.schema.SchemaStep.ChangeCardinality;
import dev.omnigraph.schema.SchemaStep.ChangeEmbedding;
import dev.omnigraph.schema.SchemaStep.ChangeEndpoints;
import dev.omnigraph.schema.SchemaStep.ChangeIndex;
import dev.omnigraph.schema.SchemaStep.ChangeInterfaces;
import dev.omnigraph.schema.SchemaStep.ChangeKey;
import dev.omnigraph.schema.SchemaStep.ChangeNullability;
import dev.omnigraph.schema.SchemaStep.ChangeType;
import dev.omnigraph.schema.SchemaStep.DropConstraint;
import dev.omnigraph.schema.SchemaStep.DropIndex;
import dev.omnigraph.schema.SchemaStep.DropProperty;
import dev.omnigraph.schema.SchemaStep.DropType;
import dev.omnigraph.schema.SchemaStep.RenameProperty;
import dev.omnigraph.schema.SchemaStep.RenameType;
import dev.omnigraph.schema.SchemaStep.RenameValue;
import dev.omnigraph.value.TextLiteral;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps as people and tools read them. */
final class SchemaStepText {
  private SchemaStepText() {}

  static String code(SchemaStep step) {
    return switch (step) {
      case AddType s -> "add_type";
      case DropType s -> "drop_type";
      case RenameType s -> "rename_type";
      case AddProperty s -> "add_property";
      case DropProperty s -> "drop_property";
      case RenameProperty s -> "rename_property";
      case RenameValue s -> "rename_value";
      case ChangeType s -> "change_type";
      case ChangeNullability s -> "change_nullability";
      case AddIndex s -> "add_index";
      case DropIndex s -> "drop_index";
      case ChangeIndex s -> "change_index";
      case ChangeEmbedding s -> "change_embedding";
      case AddConstraint s -> "add_constraint";
      case DropConstraint s -> "drop_constraint";
      case ChangeKey s -> "change_key";
      case ChangeCardinality s -> "change_cardinality";
      case ChangeEndpoints s -> "change_endpoints";
      case ChangeAnnotations s -> "change_annotations";
      case ChangeInterfaces s -> "change_interfaces";
    };
  }

  static String of(SchemaStep step) {
    return switch (step) {
      case AddType(var type) -> "add the " + kind(type) + " " + type.name();
      case DropType(var type, var hard) ->
          "drop the " + kind(type) + " " + type.name() + " with its data" + history(hard);
      case RenameType(var before, var type) ->
          "rename the " + kind(type) + " " + before.name() + " to " + type.name();
      case AddProperty(var type, var property) ->
          "add " + path(type, property) + ": " + spelling(property);
      case DropProperty(var type, var property, var hard) ->
          "drop " + path(type, property) + " with its values" + history(hard);
      case RenameProperty(var type, var before, var property) ->
          "rename " + path(type, before) + " to " + property.name();
      case RenameValue(var type, var property, var before, var value) ->
          "rename the value "
              + TextLiteral.quote(before)
              + " of "
              + path(type, property)
              + " to "
              + TextLiteral.quote(value);
      case ChangeType(var type, var before, var property) ->
          "change "
              + path(type, property)
              + " from "
              + before.type().spelling()
              + " to "
              + property.type().spelling();
      case ChangeNullability(var type, var property) ->
          "make " + path(type, property) + (property.nullable() ? " nullable" : " required");
      case AddIndex(var type, var property) ->
          "add an index to " + path(type, property) + arguments(property);
      case DropIndex(var type, var property) -> "drop the index of " + path(type, property);
      case ChangeIndex(var type, var before, var property) ->
          "change the index of "
              + path(type, property)
              + " from "
              + before.index().spelling()
              + " to "
              + property.index().spelling();
      case ChangeEmbedding(var type, var before, var property) ->
          "change the embedding of "
              + path(type, property)
              + " from "
              + embedding(before)
              + " to "
              + embedding(property);
      case AddConstraint(var type, var constraint) ->
          "add " + of(constraint) + " to " + type.name();
      case DropConstraint(var type, var constraint) ->
          "drop " + of(constraint) + " from " + type.name();
      case ChangeKey(var type, var before, var after) ->
          "change the key of " + type.name() + " from " + key(before) + " to " + key(after);
      case ChangeCardinality(var before, var type) ->
          "change the cardinality of "
              + type.name()
              + " from "
              + of(before.cardinality())
              + " to "
              + of(type.cardinality());
      case ChangeEndpoints(var before, var type) ->
          "change the ends of " + type.name() + " from " + ends(before) + " to " + ends(type);
      case ChangeAnnotations(var subject, var property) ->
          "change the annotations of " + subject + (property.isEmpty() ? "" : "." + property);
      case ChangeInterfaces(var subject) -> "change the interfaces of " + subject;
    };
  }

  static String of(SchemaPlan plan) {
    if (plan.isEmpty()) {
      return "nothing to do\n";
    }
    StringBuilder out = new StringBuilder();
    int refused = 0;
    for (SchemaPlan.Planned planned : plan.steps()) {
      SchemaPlan.Refusal refusal = planned.refusal();
      out.append(refusal == null ? "  " : "✗ ").append(planned.step().summary()).append('\n');
      if (refusal != null) {
        refused++;
        out.append("      ").append(refusal.code().text()).append(": ").append(refusal.reason());
        out.append(offenders(planned.reading()));
        out.append("\n      help: ").append(refusal.wayOut()).append('\n');
      } else {
        out.append(checked(planned.reading()));
        out.append(planned.hint() == null ? "" : "      hint: " + planned.hint() + "\n");
      }
    }
    int steps = plan.steps().size();
    out.append(steps).append(steps == 1 ? " step" : " steps");
    return out.append(refused == 0 ? "" : ", " + refused + " refused").append('\n').toString();
  }

  private static String checked(SchemaPlan.@Nullable Reading reading) {
    return reading == null
        ? ""
        : "      checked: %s, and nothing breaks it\n".formatted(rowsRead(reading));
  }

  private static String offenders(SchemaPlan.@Nullable Reading reading) {
    if (reading == null) {
      return "";
    }
    StringBuilder out = new StringBuilder(" ").append(rowsRead(reading)).append(':');
    reading.first().forEach(offender -> out.append("\n        ").append(offender.text()));
    return out.append(reading.offenders() > reading.first().size() ? "\n        …" : "").toString();
  }

  private static String rowsRead(SchemaPlan.Reading reading) {
    return reading.rows() + (reading.rows() == 1 ? " row read" : " rows read");
  }

  static String path(EntityType type, Property property) {
    return type.name() + "." + property.name();
  }

  static String kind(EntityType type) {
    return switch (type) {
      case NodeType node -> "node type";
      case EdgeType edge -> "edge type";
    };
  }

  static String of(Constraint constraint) {
    return switch (constraint) {
      case Constraint.Key key -> "@key(" + String.join(", ", key.texts()) + ")";
      case Constraint.Unique(var members) -> "@unique(" + String.join(", ", members) + ")";
      case Constraint.Range(var property, var min, var max) ->
          "@range(" + property + ", " + bound(min) + ".." + bound(max) + ")";
      case Constraint.Check(var property, var pattern) ->
          "@check(" + property + ", " + TextLiteral.quote(pattern) + ")";
    };
  }

  static String of(Cardinality cardinality) {
    String max = cardinality.max().isPresent() ? "" + cardinality.max().getAsInt() : "";
    return cardinality.min() + ".." + max;
  }

  private static String spelling(Property property) {
    String text = property.defaultText();
    return property.type().spelling()
        + (property.nullable() ? "?" : "")
        + (text == null ? "" : " @default(" + DefaultValue.literal(property.type(), text) + ")");
  }

  private static String arguments(Property property) {
    return property.index().written().isEmpty() ? "" : ": " + property.index().spelling();
  }

  private static String embedding(Property property) {
    return property
        .embedding()
        .map(
            made ->
                "@embed("
                    + TextLiteral.quote(made.source())
                    + ", model="
                    + TextLiteral.quote(made.model())
                    + ")")
        .orElse("none");
  }

  private static String history(boolean hard) {
    return hard ? ", from earlier commits too" : "";
  }

  private static String bound(@Nullable Number bound) {
    return bound == null ? "" : bound.toString();
  }

  private static String key(List<String> members) {
    return members.isEmpty() ? "none" : "(" + String.join(", ", members) + ")";
  }

  private static String ends(EdgeType edge) {
    return edge.source() + " -> " + edge.target();
  }
}
