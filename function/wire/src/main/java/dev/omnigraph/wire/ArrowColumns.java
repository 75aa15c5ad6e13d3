package dev.omnigraph.wire;

import dev.omnigraph.exec.QueryAnswer.Column;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Columns of answers in Arrow: values as tables have them ({@link ArrowSchemas}), but a DateTime
 * says that it is of UTC. An entity is a struct of what JSON has as its members, a path one of its
 * length and ids.
 */
final class ArrowColumns {
  /** Metadata of a column: its type, as the language writes it. */
  static final String TYPE = "omnigraph.type";

  private static final String ITEM = "item";

  private ArrowColumns() {}

  static Field field(Column column) {
    Field field = field(column.name(), column.type());
    Map<String, String> metadata = Map.of(TYPE, column.type().spelling());
    return new Field(
        field.getName(),
        new FieldType(field.isNullable(), field.getType(), null, metadata),
        field.getChildren());
  }

  private static Field field(String name, ValueType type) {
    return switch (type) {
      case ValueType.Value(var value, var nullable) -> field(name, value, nullable);
      case ValueType.Entity(var entity, var nullable) -> struct(name, nullable, members(entity));
      case ValueType.Entities(var entity) ->
          list(name, false, struct(ITEM, false, members(entity)));
      case ValueType.Path(var nullable) ->
          struct(
              name,
              nullable,
              List.of(
                  field("length", Scalar.I64, false),
                  field("nodes", new PropertyType.ListOf(Scalar.STRING), false),
                  field("edges", new PropertyType.ListOf(Scalar.STRING), false)));
      case ValueType.Null() -> new Field(name, FieldType.nullable(ArrowType.Null.INSTANCE), null);
    };
  }

  private static List<Field> members(EntityType type) {
    List<Field> members = new ArrayList<>();
    members.add(field(ArrowSchemas.ID, Scalar.STRING, false));
    if (type instanceof EdgeType) {
      if (type.id().isEmpty()) {
        // Edges of several types: only a variable has such a type, and each edge says its own.
        members.add(field("type", Scalar.STRING, false));
      }
      members.add(field(ArrowSchemas.SRC, Scalar.STRING, false));
      members.add(field(ArrowSchemas.DST, Scalar.STRING, false));
    }
    for (Property property : type.properties()) {
      members.add(field(property.name(), property.type(), property.nullable()));
    }
    return members;
  }

  private static Field field(String name, PropertyType type, boolean nullable) {
    return switch (type) {
      case PropertyType.ListOf(var element) -> list(name, nullable, field(ITEM, element, false));
      case Scalar scalar when scalar == Scalar.DATETIME ->
          new Field(
              name,
              new FieldType(nullable, new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC"), null),
              null);
      default -> {
        Field stored = ArrowSchemas.field(name, type, nullable);
        // How tables keep it is of no use to whoever reads an answer.
        yield new Field(
            name, new FieldType(nullable, stored.getType(), null), stored.getChildren());
      }
    };
  }

  private static Field struct(String name, boolean nullable, List<Field> members) {
    return new Field(name, new FieldType(nullable, ArrowType.Struct.INSTANCE, null), members);
  }

  private static Field list(String name, boolean nullable, Field item) {
    return new Field(name, new FieldType(nullable, ArrowType.List.INSTANCE, null), List.of(item));
  }

  /** Rows of one vector are written in ascending order. */
  static void set(FieldVector vector, int row, @Nullable Object value) {
    switch (vector) {
      case NullVector nothing -> {}
      case StructVector struct when value instanceof Map<?, ?> map -> {
        for (FieldVector member : struct.getChildrenFromFields()) {
          set(member, row, map.get(member.getName()));
        }
        struct.setIndexDefined(row);
      }
      case ListVector list when value instanceof List<?> elements -> {
        int start = list.startNewValue(row);
        for (int i = 0; i < elements.size(); i++) {
          set(list.getDataVector(), start + i, elements.get(i));
        }
        list.endValue(row, elements.size());
      }
      case TimeStampMilliTZVector times when value instanceof Instant time ->
          times.setSafe(row, time.toEpochMilli());
      default -> ArrowValues.set(vector, row, value);
    }
  }
}
