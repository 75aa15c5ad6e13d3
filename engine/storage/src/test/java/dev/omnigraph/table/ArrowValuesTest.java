package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArrowValuesTest {

  static Stream<Arguments> values() {
    PropertyType kind = new PropertyType.Enumeration(List.of("low", "high"));
    return Stream.of(
        Arguments.of(Scalar.STRING, List.of("", "a", "naïve \uD83D\uDE00 'q' \u0000 \n")),
        Arguments.of(Scalar.BOOL, List.of(true, false)),
        Arguments.of(Scalar.I32, List.of(0, Integer.MIN_VALUE, Integer.MAX_VALUE)),
        Arguments.of(Scalar.I64, List.of(0L, Long.MIN_VALUE, Long.MAX_VALUE)),
        Arguments.of(Scalar.U32, List.of(0L, 4_294_967_295L)),
        Arguments.of(
            Scalar.U64, List.of(BigInteger.ZERO, BigInteger.TWO.pow(64).subtract(BigInteger.ONE))),
        Arguments.of(Scalar.F32, List.of(-0.0f, Float.NaN, Float.MAX_VALUE)),
        Arguments.of(Scalar.F64, List.of(-0.0, Double.NEGATIVE_INFINITY, Double.MIN_VALUE)),
        Arguments.of(Scalar.DATE, List.of(LocalDate.of(1969, 12, 31), LocalDate.of(9999, 12, 31))),
        Arguments.of(
            Scalar.DATETIME, List.of(Instant.ofEpochMilli(-1), Instant.ofEpochMilli(1_700_000L))),
        Arguments.of(kind, List.of("low", "high")),
        Arguments.of(
            new PropertyType.Vector(2), List.of(new float[] {1, -2.5f}, new float[] {0, 3})),
        Arguments.of(
            new PropertyType.ListOf(Scalar.STRING),
            List.of(List.of(), List.of("a"), List.of("b", "", "c"))),
        Arguments.of(
            new PropertyType.ListOf(Scalar.U64),
            List.of(List.of(BigInteger.TEN), List.of(BigInteger.TWO, BigInteger.ONE))),
        Arguments.of(
            new PropertyType.Blob(), List.of(new byte[0], new byte[] {0, -1}, new byte[70_000])));
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyTypeReadsBackWhatWasWrittenNullsBetween(PropertyType type, List<Object> values) {
    Field field = ArrowSchemas.field("p", type, true);
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      rows.add(i % 3 == 1 ? null : values.get(Math.min(i, 100 + i % 2) % values.size()));
    }
    try (RootAllocator allocator = new RootAllocator();
        FieldVector vector = field.createVector(allocator)) {
      boolean large = type instanceof PropertyType.Blob;
      List<Object> written = large ? rows.subList(0, 20) : rows;
      for (int i = 0; i < written.size(); i++) {
        ArrowValues.set(vector, i, written.get(i));
      }
      vector.setValueCount(written.size());
      for (int i = 0; i < written.size(); i++) {
        assertThat(ArrowValues.get(vector, i)).isEqualTo(written.get(i));
      }
    }
  }

  @Test
  void aValueOfAnotherTypeOrRangeIsRefusedByColumnName() {
    try (RootAllocator allocator = new RootAllocator();
        FieldVector u32 = ArrowSchemas.field("size", Scalar.U32, true).createVector(allocator);
        FieldVector u64 = ArrowSchemas.field("size", Scalar.U64, true).createVector(allocator);
        FieldVector vector =
            ArrowSchemas.field("at", new PropertyType.Vector(3), true).createVector(allocator)) {
      assertThatThrownBy(() -> ArrowValues.set(u32, 0, -1L)).hasMessageContaining("size");
      assertThatThrownBy(() -> ArrowValues.set(u32, 0, 1L << 32)).hasMessageContaining("size");
      assertThatThrownBy(() -> ArrowValues.set(u32, 0, "1")).hasMessageContaining("String");
      assertThatThrownBy(() -> ArrowValues.set(u64, 0, BigInteger.TWO.pow(64)))
          .hasMessageContaining("size");
      assertThatThrownBy(() -> ArrowValues.set(vector, 0, new float[2])).hasMessageContaining("at");
    }
  }

  @Test
  void anEdgeTableStartsWithItsIdAndEndpointsAndKeepsThePropertyOrder() {
    List<Property> properties =
        List.of(
            new Property(2, "since", Scalar.DATE, true, List.of()),
            new Property(1, "photo", new PropertyType.Blob(), true, List.of()));
    EdgeType knows =
        new EdgeType(
            "t1",
            1,
            "Knows",
            "Person",
            "Person",
            new Cardinality(0, OptionalInt.empty()),
            properties,
            List.of(),
            List.of(),
            properties.size() + 1);

    Schema schema = ArrowSchemas.of(knows);

    assertThat(schema.getFields().stream().map(Field::getName))
        .containsExactlyElementsOf(Arrays.asList("id", "src", "dst", "since", "photo"));
    assertThat(schema.getFields().stream().map(Field::isNullable))
        .containsExactly(false, false, false, true, true);
    assertThat(ArrowSchemas.isBlob(schema.findField("photo"))).isTrue();
    assertThat(ArrowSchemas.isBlob(schema.findField("since"))).isFalse();
  }
}
