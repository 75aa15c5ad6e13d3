package dev.omnigraph.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Another reader finds in a file what was written. */
class ParquetWriterTest {

  @Test
  void anotherReaderFindsEveryTypeOfValue() throws IOException {
    List<ParquetColumn> columns =
        List.of(
            column("text", Scalar.STRING),
            column("bool", Scalar.BOOL),
            column("i32", Scalar.I32),
            column("i64", Scalar.I64),
            column("u32", Scalar.U32),
            column("u64", Scalar.U64),
            column("f32", Scalar.F32),
            column("f64", Scalar.F64),
            column("day", Scalar.DATE),
            column("time", Scalar.DATETIME),
            column("kind", new PropertyType.Enumeration(List.of("a", "b"))),
            column("blob", new PropertyType.Blob()));
    @Nullable Object[] values = {
      "é\n😀",
      true,
      Integer.MIN_VALUE,
      Long.MIN_VALUE,
      0xFFFF_FFFFL,
      BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
      -0.0f,
      Double.MIN_VALUE,
      LocalDate.of(-1, 2, 3),
      Instant.ofEpochMilli(-1),
      "b",
      new byte[] {0, -1}
    };
    byte[] file = ParquetFiles.written(columns, List.of(values, new @Nullable Object[12]));

    try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)));
        RowReader rows = reader.rowReader()) {
      rows.next();
      assertThat(rows.getString("text")).isEqualTo("é\n😀");
      assertThat(rows.getBoolean("bool")).isTrue();
      assertThat(rows.getInt("i32")).isEqualTo(Integer.MIN_VALUE);
      assertThat(rows.getLong("i64")).isEqualTo(Long.MIN_VALUE);
      assertThat(rows.getInt("u32")).isEqualTo(-1);
      assertThat(rows.getLong("u64")).isEqualTo(-1);
      assertThat(Float.floatToRawIntBits(rows.getFloat("f32"))).isEqualTo(Integer.MIN_VALUE);
      assertThat(rows.getDouble("f64")).isEqualTo(Double.MIN_VALUE);
      assertThat(rows.getDate("day")).isEqualTo(LocalDate.of(-1, 2, 3));
      assertThat(rows.getTimestamp("time")).isEqualTo(Instant.ofEpochMilli(-1));
      assertThat(rows.getString("kind")).isEqualTo("b");
      assertThat(rows.getBinary("blob")).containsExactly(0, -1);
      rows.next();
      assertThat(columns).allSatisfy(column -> assertThat(rows.isNull(column.name())).isTrue());
      assertThat(rows.hasNext()).isFalse();
    }
  }

  @Test
  void anotherReaderTellsMissingListsFromEmptyOnes() throws IOException {
    List<ParquetColumn> columns =
        List.of(
            column("list", new PropertyType.ListOf(Scalar.STRING)),
            new ParquetColumn("vector", new PropertyType.Vector(2), false));
    float[] vector = {1.5f, -0.0f};
    byte[] file =
        ParquetFiles.written(
            columns,
            List.of(
                new @Nullable Object[] {List.of("a", "", "b"), vector},
                new @Nullable Object[] {List.of(), vector},
                new @Nullable Object[] {null, vector}));

    try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)));
        RowReader rows = reader.rowReader()) {
      rows.next();
      assertThat(rows.getList("list").strings()).containsExactly("a", "", "b");
      assertThat(rows.getList("vector").floats()).containsExactly(1.5f, -0.0f);
      rows.next();
      assertThat(rows.getList("list").isEmpty()).isTrue();
      rows.next();
      assertThat(rows.isNull("list")).isTrue();
    }
  }

  @Test
  void manyRowsAreSeveralPagesAndRowGroups() throws IOException {
    List<ParquetColumn> columns =
        List.of(column("n", Scalar.I32), column("blob", new PropertyType.Blob()));
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      byte[] blob = i % 10_000 == 0 ? noise(i, 2 << 20) : null;
      rows.add(new @Nullable Object[] {i, blob});
    }
    byte[] file = ParquetFiles.written(columns, rows);

    int sum = 0;
    try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)));
        RowReader read = reader.rowReader()) {
      assertThat(reader.getFileMetaData().rowGroups()).hasSizeGreaterThan(2);
      for (int i = 0; read.hasNext(); i++) {
        read.next();
        assertThat(read.getInt("n")).isEqualTo(i);
        sum += read.isNull("blob") ? 0 : read.getBinary("blob").length;
      }
    }
    assertThat(sum).isEqualTo(20 * (2 << 20));
    List<List<@Nullable Object>> own = ParquetFiles.rows(file);
    assertThat(own).hasSize(rows.size());
    for (int i = 0; i < own.size(); i++) {
      assertThat(own.get(i).get(0)).isEqualTo(i);
      assertThat(Arrays.equals((byte[]) own.get(i).get(1), (byte[]) rows.get(i)[1])).isTrue();
    }
  }

  @Test
  void aFileWithoutRowsHasItsColumns() throws IOException {
    byte[] file = ParquetFiles.written(List.of(column("n", Scalar.I32)), List.of());

    try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)))) {
      assertThat(reader.getFileSchema().getColumns()).hasSize(1);
    }
    assertThat(ParquetFiles.columns(file)).hasSize(1);
    assertThat(ParquetFiles.rows(file)).isEmpty();
  }

  private static byte[] noise(int seed, int length) {
    byte[] noise = new byte[length];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  private static ParquetColumn column(String name, PropertyType type) {
    return new ParquetColumn(name, type, true);
  }
}
