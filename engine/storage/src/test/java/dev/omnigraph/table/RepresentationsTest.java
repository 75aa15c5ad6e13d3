package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.CatalogJson;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.table.Predicate.Compare.Operator;
import dev.omnigraph.value.JavaForm;
import dev.omnigraph.value.JsonText;
import dev.omnigraph.value.JsonValues;
import dev.omnigraph.value.KeySpelling;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueOrder;
import java.io.StringWriter;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every type of values in every form that it has. A new type does not compile here before it has
 * values, and does not pass before it has all forms.
 */
class RepresentationsTest {

  static Stream<PropertyType> types() {
    return Stream.concat(
        Stream.of(Scalar.values()),
        Stream.of(
            new PropertyType.Enumeration(List.of("a", "b c")),
            new PropertyType.Vector(2),
            new PropertyType.Blob(),
            new PropertyType.ListOf(Scalar.STRING),
            new PropertyType.ListOf(Scalar.U64),
            new PropertyType.ListOf(new PropertyType.Enumeration(List.of("a", "b c")))));
  }

  /** In ascending order. */
  private static List<Object> values(PropertyType type) {
    return switch (type) {
      case Scalar scalar -> values(scalar);
      case PropertyType.Enumeration(var names, var renamed) -> List.copyOf(names);
      case PropertyType.Vector(int dimension) ->
          List.of(new float[] {-1.5f, 2}, new float[] {0, 0.1f}, new float[] {0, 3});
      case PropertyType.Blob() -> List.of(new byte[] {}, new byte[] {0, 1}, new byte[] {-1});
      case PropertyType.ListOf(var element) ->
          List.of(
              List.of(),
              List.of(values(element).getFirst()),
              List.of(values(element).getFirst(), values(element).getLast()),
              List.of(values(element).getLast()));
    };
  }

  private static List<Object> values(Scalar scalar) {
    return switch (scalar) {
      case STRING -> List.of("", "07", "a", "a\"\u0001b", "ü", "\uFFFD", "😀");
      case BOOL -> List.of(false, true);
      case I32 -> List.of(Integer.MIN_VALUE, -1, 0, 7, Integer.MAX_VALUE);
      case I64 -> List.of(Long.MIN_VALUE, -1L, 0L, (1L << 53) + 1, Long.MAX_VALUE);
      case U32 -> List.of(0L, 1L, 0xFFFF_FFFFL);
      case U64 ->
          List.of(BigInteger.ZERO, BigInteger.TWO.pow(63), new BigInteger("18446744073709551615"));
      case F32 -> List.of(-Float.MAX_VALUE, -0.5f, 0f, Float.MIN_VALUE, 0.1f, Float.MAX_VALUE);
      case F64 -> List.of(-Double.MAX_VALUE, -0.5, 0.0, Double.MIN_VALUE, 0.1, Double.MAX_VALUE);
      case DATE ->
          List.of(
              LocalDate.ofEpochDay(Integer.MIN_VALUE),
              LocalDate.EPOCH,
              LocalDate.of(2024, 2, 29),
              LocalDate.ofEpochDay(Integer.MAX_VALUE));
      case DATETIME ->
          List.of(
              Instant.ofEpochMilli(-1), Instant.EPOCH, Instant.parse("2024-02-29T12:00:00.001Z"));
    };
  }

  @ParameterizedTest
  @MethodSource("types")
  void jsonIsReadBackAsTheSameValue(PropertyType type) throws Exception {
    for (Object value : values(type)) {
      StringWriter out = new StringWriter();
      try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
        JsonText.write(json, value);
      }

      Object read = JsonValues.fromJson(type, new JsonMapper().readTree(out.toString()));

      assertThat(read).as(out.toString()).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void aColumnGivesBackTheValueThatWasPutIntoIt(PropertyType type) {
    List<Object> values = values(type);
    try (BufferAllocator allocator = new RootAllocator();
        FieldVector vector = ArrowSchemas.field("v", type, true).createVector(allocator)) {
      vector.allocateNew();
      for (int row = 0; row < values.size(); row++) {
        ArrowValues.set(vector, 2 * row, values.get(row));
        ArrowValues.set(vector, 2 * row + 1, null);
      }
      vector.setValueCount(2 * values.size());

      for (int row = 0; row < values.size(); row++) {
        assertThat(ArrowValues.get(vector, 2 * row)).isEqualTo(values.get(row));
        assertThat(ArrowValues.get(vector, 2 * row + 1)).isNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void aColumnForWhatAValueIsTakenForHoldsIt(PropertyType type) {
    for (Object value : values(type)) {
      try (BufferAllocator allocator = new RootAllocator();
          FieldVector vector =
              ArrowSchemas.field("v", JavaForm.typeOf(value), true).createVector(allocator)) {
        vector.allocateNew();
        ArrowValues.set(vector, 0, value);
        vector.setValueCount(1);

        assertThat(ArrowValues.get(vector, 0)).isEqualTo(value);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void theOrderIsTotal(PropertyType type) {
    List<Object> values = values(type);
    for (int i = 0; i < values.size(); i++) {
      for (int j = 0; j < values.size(); j++) {
        assertThat(Integer.signum(ValueOrder.compare(values.get(i), values.get(j))))
            .as("%s and %s", values.get(i), values.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void valuesOfAKeyAreSpeltDifferentlyAndOthersNotAtAll(PropertyType type) {
    Set<String> spellings = new HashSet<>();
    for (Object value : values(type)) {
      if (isSingle(type)) {
        assertThat(spellings.add(KeySpelling.scalar(value))).as("%s", value).isTrue();
      } else {
        assertThatExceptionOfType(IllegalArgumentException.class)
            .isThrownBy(() -> KeySpelling.scalar(value));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void aFilterOfTablesTakesEveryValueThatHasAnOrderInQueries(PropertyType type) {
    Schema schema = new Schema(List.of(ArrowSchemas.field("v", type, true)));
    for (Object value : values(type)) {
      if (isSingle(type)) {
        for (Operator operator : Operator.values()) {
          assertThat(PredicateSql.render(new Predicate.Compare("v", operator, value), schema))
              .contains("`v`");
        }
      } else if (type instanceof PropertyType.ListOf && !((List<?>) value).isEmpty()) {
        Object element = ((List<?>) value).getFirst();
        assertThat(PredicateSql.render(new Predicate.ContainsElement("v", element), schema))
            .contains("array_has(`v`");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void aSchemaIsWrittenWithTheTypeAndStoredWithIt(PropertyType type) {
    Catalog catalog =
        SchemaCompiler.compile(
            "node N { x: %s? }".formatted(type.spelling()), "s.pg", Optional.empty(), () -> "T");

    assertThat(catalog.nodes().getFirst().properties().getFirst().type()).isEqualTo(type);
    assertThat(CatalogJson.decode(CatalogJson.encode(catalog))).isEqualTo(catalog);
  }

  private static boolean isSingle(PropertyType type) {
    return type instanceof Scalar || type instanceof PropertyType.Enumeration;
  }
}
