package dev.omnigraph.export;

import dev.omnigraph.row.RowLayout;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Schemas with properties of all types, and entities with values at the ends of what these hold.
 */
final class RandomEntities {
  private static final List<String> TYPES =
      List.of(
          "String",
          "Bool",
          "I32",
          "I64",
          "U32",
          "U64",
          "F32",
          "F64",
          "Date",
          "DateTime",
          "enum(a, \"b c\", \"\")",
          "Vector(3)",
          "Blob",
          "[String]",
          "[F64]",
          "[U64]",
          "[Bool]",
          "[DateTime]",
          "[enum(a, \"\")]");
  private static final List<String> KEYS =
      List.of("String", "Bool", "I32", "U64", "F32", "F64", "Date", "DateTime", "enum(a, b)");
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "null",
          "\"",
          "\"\"",
          "a,b",
          "two\nlines",
          "\r\n",
          "\r",
          "'",
          "\\",
          "\\N",
          "#",
          "\uFEFF",
          "é😀",
          "\u0000\u001f\u007f\u2028",
          " x ",
          "[1]",
          "base64:",
          "-0");

  private final Random random;
  private long ids;

  RandomEntities(Random random) {
    this.random = random;
  }

  /** Two node types, with a key and without, a node type with a computed key, and edges of both. */
  Catalog catalog() {
    String schema =
        """
        node Keyed { k: %s  %s @key(k) }
        node Pair { a: %s  b: String  c: I32? @default(7)  %s @key(a, lower(b)) }
        node Loose { %s }
        edge Links: Keyed -> Loose { %s }
        edge Ties: Loose -> Pair { n: I32  %s @key(src, dst, n) }
        edge Bare: Pair -> Keyed
        """
            .formatted(one(KEYS), some(), one(KEYS), some(), some(), some(), some());
    return SchemaCompiler.compile(schema, "g.pg", Optional.empty(), () -> "t" + ids++);
  }

  /** Rows in the layout of each type, with their ids and with ends that exist. */
  SequencedMap<EntityType, List<@Nullable Object[]>> rows(Catalog catalog, int most) {
    SequencedMap<EntityType, List<@Nullable Object[]>> rows = new LinkedHashMap<>();
    Map<String, List<String>> nodes = new HashMap<>();
    for (EntityType type : catalog.entities()) {
      Map<String, @Nullable Object[]> byId = new TreeMap<>();
      for (int i = random.nextInt(most); i >= 0; i--) {
        @Nullable Object[] row = row(type, nodes);
        byId.put(String.valueOf(row[RowLayout.ID]), row);
      }
      rows.put(type, List.copyOf(byId.values()));
      nodes.put(type.name(), List.copyOf(byId.keySet()));
    }
    return rows;
  }

  private @Nullable Object[] row(EntityType type, Map<String, List<String>> nodes) {
    RowLayout layout = new RowLayout(type);
    @Nullable Object[] row = new @Nullable Object[layout.width()];
    if (type instanceof EdgeType edge) {
      row[RowLayout.SRC] = one(nodes.getOrDefault(edge.source(), List.of()));
      row[RowLayout.DST] = one(nodes.getOrDefault(edge.target(), List.of()));
    }
    Map<String, @Nullable Object> values = new HashMap<>();
    for (int column = 0; column < row.length; column++) {
      Property property = layout.propertyAt(column);
      if (property != null) {
        row[column] = property.nullable() && random.nextInt(3) == 0 ? null : value(property.type());
      }
      values.put(layout.columns().get(column), row[column]);
    }
    row[RowLayout.ID] =
        type.key().map(key -> idOf(key, values)).orElseGet(() -> "01J%023d".formatted(ids++));
    return row;
  }

  private static String idOf(Constraint.Key key, Map<String, @Nullable Object> values) {
    return key.id(values);
  }

  private String some() {
    StringBuilder properties = new StringBuilder();
    for (int i = random.nextInt(5) + 1; i > 0; i--) {
      properties.append("p%d: %s%s  ".formatted(i, one(TYPES), random.nextBoolean() ? "?" : ""));
    }
    return properties.toString();
  }

  private Object value(PropertyType type) {
    return switch (type) {
      case Scalar scalar -> scalar(scalar);
      case PropertyType.Enumeration enumeration -> one(enumeration.values());
      case PropertyType.Vector vector -> {
        float[] floats = new float[vector.dimension()];
        IntStream.range(0, floats.length).forEach(i -> floats[i] = (Float) scalar(Scalar.F32));
        yield floats;
      }
      case PropertyType.ListOf list -> {
        List<Object> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(value(list.element()));
        }
        yield elements;
      }
      case PropertyType.Blob blob -> {
        byte[] bytes = new byte[random.nextInt(3) * random.nextInt(2000)];
        random.nextBytes(bytes);
        yield bytes;
      }
    };
  }

  private Object scalar(Scalar type) {
    return switch (type) {
      case STRING -> one(TEXTS) + (random.nextBoolean() ? one(TEXTS) : "");
      case BOOL -> random.nextBoolean();
      case I32 -> one(List.of(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, random.nextInt()));
      case I64 -> one(List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, random.nextLong()));
      case U32 -> one(List.of(0L, 0xFFFF_FFFFL, 1L << 31));
      case U64 ->
          one(
              List.of(
                  BigInteger.ZERO,
                  BigInteger.TWO.pow(63),
                  BigInteger.TWO.pow(64).subtract(BigInteger.ONE)));
      case F32 ->
          one(List.of(0f, -0f, 0.1f, Float.MIN_VALUE, -Float.MAX_VALUE, 1e10f, random.nextFloat()));
      case F64 ->
          one(
              List.of(
                  0.0, -0.0, 0.1, 3.0, Double.MIN_VALUE, -Double.MAX_VALUE, random.nextDouble()));
      case DATE ->
          LocalDate.ofEpochDay(
              one(List.of(0, Integer.MIN_VALUE, Integer.MAX_VALUE, random.nextInt(40_000))));
      case DATETIME ->
          Instant.ofEpochMilli(
              one(List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, random.nextLong() >> 20)));
    };
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
