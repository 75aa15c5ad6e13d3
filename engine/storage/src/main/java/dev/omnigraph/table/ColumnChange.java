package dev.omnigraph.table;

import dev.omnigraph.schema.Embedding;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.schema.RenamedValues;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Other columns for the rows that are there. A name that a column has is not given to another one
 * in the same change: the table library compares old and new columns by name.
 *
 * <p>A column that stays may become wider: integers of more bits, floats of more or in place of
 * integers that they hold exactly, and lists of what was one value. Texts that are named are
 * written under other names, alone and in lists. A column may lose its values.
 *
 * @param columns all of them, in their order; what is new is nullable or has a default
 * @param origins the present names of the columns that stay, by their new names; the others are new
 * @param defaults by name, what a new column has in every row, in Java form; null without one
 * @param renamed by new name, texts in place of present ones, of a column that stays
 * @param cleared by new name, columns that stay without their values
 * @param rewrite whether the rows are written anew, so that no file of the new version holds what
 *     went; otherwise only columns that are new with a default, wider, of renamed texts or cleared
 *     are written
 */
public record ColumnChange(
    Schema columns,
    Map<String, String> origins,
    Map<String, Object> defaults,
    Map<String, Map<String, String>> renamed,
    Set<String> cleared,
    boolean rewrite) {
  public ColumnChange {
    origins = Map.copyOf(origins);
    defaults = Map.copyOf(defaults);
    renamed = Map.copyOf(renamed);
    cleared = Set.copyOf(cleared);
  }

  /** One that clears nothing. */
  public ColumnChange(
      Schema columns,
      Map<String, String> origins,
      Map<String, Object> defaults,
      Map<String, Map<String, String>> renamed,
      boolean rewrite) {
    this(columns, origins, defaults, renamed, Set.of(), rewrite);
  }

  /**
   * From the columns of a type in one schema to those that it has in another: properties are the
   * same whose stable ids are. Vectors that another model makes, or that are made of another text,
   * are cleared: they cannot be compared with those to come.
   *
   * @param rewrite whether the rows are written anew
   */
  public static ColumnChange between(EntityType before, EntityType after, boolean rewrite) {
    Schema columns = ArrowSchemas.of(after);
    Map<Integer, Property> present =
        before.properties().stream().collect(Collectors.toMap(Property::id, p -> p));
    Map<String, String> origins = new HashMap<>();
    for (String column : List.of(ArrowSchemas.ID, ArrowSchemas.SRC, ArrowSchemas.DST)) {
      if (columns.getFields().stream().anyMatch(field -> field.getName().equals(column))) {
        origins.put(column, column);
      }
    }
    Map<String, Object> defaults = new HashMap<>();
    Map<String, Map<String, String>> renamed = new HashMap<>();
    Set<String> cleared = new HashSet<>();
    for (Property property : after.properties()) {
      Property origin = present.get(property.id());
      Object value = origin == null ? property.defaultValue() : null;
      if (value != null) {
        defaults.put(property.name(), value);
      }
      if (origin != null) {
        origins.put(property.name(), origin.name());
        Map<String, String> names = new HashMap<>();
        RenamedValues.of(origin.type(), property.type())
            .forEach((name, old) -> names.put(old, name));
        if (!names.isEmpty()) {
          renamed.put(property.name(), names);
        }
        if (isMadeOtherwise(before, origin, after, property)) {
          cleared.add(property.name());
        }
      }
    }
    return new ColumnChange(columns, origins, defaults, renamed, cleared, rewrite);
  }

  /** Not where one of them says nothing of what makes its vectors: then they are those given. */
  private static boolean isMadeOtherwise(
      EntityType before, Property was, EntityType after, Property is) {
    Optional<Embedding> had = was.embedding();
    Optional<Embedding> has = is.embedding();
    return had.isPresent()
        && has.isPresent()
        && !(had.get().model().equals(has.get().model())
            && source(before, had.get()).equals(source(after, has.get())));
  }

  private static Optional<Integer> source(EntityType type, Embedding embedding) {
    return type.property(embedding.source()).map(Property::id);
  }

  /** The columns that stay, under their present names, in the new order. */
  public List<String> kept() {
    return kept(columns.getFields(), Set.of());
  }

  /** What the values of some columns are made of, under the present names. */
  List<String> read(List<Field> fields) {
    return kept(fields, cleared);
  }

  private List<String> kept(List<Field> fields, Set<String> without) {
    return fields.stream()
        .map(Field::getName)
        .filter(name -> origins.containsKey(name) && !without.contains(name))
        .map(origins::get)
        .toList();
  }

  /** What a row has in a column of the change. */
  public @Nullable Object value(VectorSchemaRoot present, int row, Field column) {
    String origin = origins.get(column.getName());
    if (origin == null) {
      return defaults.get(column.getName());
    }
    if (cleared.contains(column.getName())) {
      return null;
    }
    FieldVector vector = present.getVector(origin);
    Object value = renamed(ArrowValues.get(vector, row), column);
    return value == null || sameType(vector.getField(), column) ? value : wider(value, column);
  }

  private @Nullable Object renamed(@Nullable Object value, Field column) {
    Map<String, String> names = renamed.get(column.getName());
    if (names == null || value == null) {
      return value;
    }
    return value instanceof List<?> list
        ? list.stream().map(v -> names.getOrDefault(v, String.valueOf(v))).toList()
        : names.getOrDefault(value, String.valueOf(value));
  }

  /** Whether a column has the values that it has now. */
  boolean keeps(Field present, Field column) {
    return sameType(present, column)
        && !renamed.containsKey(column.getName())
        && !cleared.contains(column.getName());
  }

  /** The columns whose values no file has, of a table with these. */
  List<Field> written(Schema present) {
    return columns.getFields().stream()
        .filter(
            field -> {
              String origin = origins.get(field.getName());
              return origin == null
                  ? defaults.containsKey(field.getName())
                  : !keeps(present.findField(origin), field);
            })
        .toList();
  }

  private static boolean sameType(Field a, Field b) {
    return a.getType().equals(b.getType())
        && (!(a.getType() instanceof ArrowType.List)
            || sameType(a.getChildren().getFirst(), b.getChildren().getFirst()));
  }

  private static Object wider(Object value, Field column) {
    return switch (column.getType()) {
      case ArrowType.List list -> List.of(wider(value, column.getChildren().getFirst()));
      case ArrowType.Int wide when value instanceof Number number && wide.getBitWidth() == 64 ->
          wide.getIsSigned() ? number.longValue() : BigInteger.valueOf(number.longValue());
      case ArrowType.FloatingPoint wide
          when value instanceof Number number
              && wide.getPrecision() == FloatingPointPrecision.DOUBLE ->
          number.doubleValue();
      default -> value;
    };
  }
}
