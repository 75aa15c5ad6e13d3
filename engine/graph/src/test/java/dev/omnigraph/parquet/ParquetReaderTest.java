package dev.omnigraph.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.parquet.ParquetReader.Column;
import dev.omnigraph.parquet.ParquetReader.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that another writer made, of which {@code make.py} says what is in them. */
class ParquetReaderTest {
  private static final int ROWS = 40;

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "gzip", "zstd", "lz4", "encodings", "encodings2"})
  void whatAnotherWriterWroteIsReadInEveryPackingAndEncoding(String name) throws IOException {
    List<List<@Nullable Object>> rows = ParquetFiles.rows(ParquetFiles.ofOthers(name));

    assertThat(rows).hasSize(ROWS);
    for (int i = 0; i < ROWS; i++) {
      assertThat(rows.get(i)).as("row %d", i).usingRecursiveComparison().isEqualTo(row(i));
    }
  }

  @Test
  void columnsSayWhatTheirValuesAre() throws IOException {
    assertThat(ParquetFiles.columns(ParquetFiles.ofOthers("snappy")))
        .contains(
            new Column("text", Kind.TEXT, false, "BYTE_ARRAY (STRING)"),
            new Column("u32", Kind.INTEGER, false, "INT32 (UNSIGNED)"),
            new Column("f64", Kind.FLOAT, false, "DOUBLE"),
            new Column("day", Kind.DATE, false, "INT32 (DATE)"),
            new Column("time", Kind.TIME, false, "INT64 (TIMESTAMP in MICROS)"),
            new Column("list", Kind.TEXT, true, "a list of BYTE_ARRAY (STRING)"),
            new Column("vector", Kind.FLOAT, true, "a list of FLOAT"),
            new Column("bytes", Kind.BYTES, false, "BYTE_ARRAY"),
            new Column("nulls", Kind.NOTHING, false, "INT32 (NOTHING)"));
  }

  @Test
  void whatIsNeitherAValueNorAListIsSaidToBeNested() throws IOException {
    byte[] file = ParquetFiles.ofOthers("other");

    assertThat(ParquetFiles.columns(file))
        .extracting(Column::kind)
        .containsExactly(Kind.NESTED, Kind.NESTED, Kind.FLOAT, Kind.FLOAT, Kind.TIME, Kind.NESTED);
    assertThat(ParquetFiles.rows(file))
        .containsExactly(
            Arrays.asList(
                null, null, new BigDecimal("-12.50"), 1.5f, Instant.EPOCH.plusNanos(1), 3_600_000));
  }

  @Test
  void timesOfOldWritersAreTimes() throws IOException {
    byte[] file = ParquetFiles.ofOthers("julian");

    assertThat(ParquetFiles.columns(file)).extracting(Column::kind).containsExactly(Kind.TIME);
    assertThat(ParquetFiles.rows(file)).containsExactly(List.of(1500L));
  }

  @Test
  void aPackingThatIsNotReadIsNamedWithItsColumn() {
    assertThatExceptionOfType(ParquetFault.class)
        .isThrownBy(() -> ParquetFiles.rows(ParquetFiles.ofOthers("brotli")))
        .withMessage("is packed with BROTLI, which is not read here")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ParquetFault.Kind.UNSUPPORTED))
        .satisfies(e -> assertThat(e.column()).isEqualTo("i32"));
  }

  @Test
  void pagesThatNeedMoreRoomThanThereIsAreRefused() {
    assertThatExceptionOfType(ParquetFault.class)
        .isThrownBy(() -> ParquetFiles.rows(ParquetFiles.ofOthers("snappy"), 500))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ParquetFault.Kind.TOO_LARGE));
  }

  private static List<@Nullable Object> row(int i) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(i % 7 == 0 ? null : "é" + i % 9);
    row.add(i % 5 == 0 ? null : i - 20);
    row.add(-i * 1_000_000_000_000L);
    row.add(0xFFFF_FFFFL - i);
    row.add(new BigInteger(Long.toUnsignedString(-1L - i)));
    row.add(i % 3 == 0 ? null : i / 4f);
    row.add(-i / 8.0);
    row.add(i % 4 == 0 ? null : i % 3 == 0);
    row.add(i - 9);
    row.add((long) i - 9);
    row.add(i % 6 == 0 ? null : Collections.nCopies(i % 4, "a"));
    row.add(List.of(i / 2f, -i / 2f));
    row.add(i % 8 == 0 ? null : repeated(i, i % 5));
    row.add(null);
    return row;
  }

  private static byte[] repeated(int value, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
