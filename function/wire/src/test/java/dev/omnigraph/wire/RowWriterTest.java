package dev.omnigraph.wire;

import static dev.omnigraph.wire.Shapes.KNOWS;
import static dev.omnigraph.wire.Shapes.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.omnigraph.exec.QueryAnswer.Column;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.ListOf;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows as each format has them, read by readers that are not ours. */
class RowWriterTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.007Z");
  private static final EntityType SOME_EDGE =
      Variable.typeOfMany(
          "any edge", List.of(new Property(1, "since", Scalar.DATE, true, List.of())));

  /** A column of each type, with a value that is hard to write, and how text formats have it. */
  private static final List<Sample> SAMPLES =
      List.of(
          sample(Scalar.STRING, "a,\"b\"\nc ü", "a,\"b\"\nc ü", "\"a,\\\"b\\\"\\nc ü\""),
          sample(Scalar.BOOL, true, "true", "true"),
          sample(Scalar.I32, -2147483648, "-2147483648", "-2147483648"),
          sample(Scalar.I64, Long.MAX_VALUE, "9223372036854775807", "9223372036854775807"),
          sample(Scalar.U32, 4294967295L, "4294967295", "4294967295"),
          sample(
              Scalar.U64,
              new BigInteger("18446744073709551615"),
              "18446744073709551615",
              "18446744073709551615"),
          sample(Scalar.F32, 0.1f, "0.1", "0.1"),
          sample(Scalar.F64, 1e300, "1.0E300", "1.0E300"),
          sample(Scalar.DATE, LocalDate.of(1815, 12, 10), "1815-12-10", "\"1815-12-10\""),
          sample(Scalar.DATETIME, NOON, "2026-01-31T12:00:00.007Z", "\"2026-01-31T12:00:00.007Z\""),
          sample(new PropertyType.Enumeration(List.of("a", "b")), "b", "b", "\"b\""),
          sample(new PropertyType.Vector(2), new float[] {0.5f, -1f}, "[0.5,-1.0]", "[0.5,-1.0]"),
          sample(new ListOf(Scalar.STRING), List.of("x", ""), "[\"x\",\"\"]", "[\"x\",\"\"]"),
          sample(
              new ListOf(Scalar.DATETIME),
              List.of(NOON),
              "[\"2026-01-31T12:00:00.007Z\"]",
              "[\"2026-01-31T12:00:00.007Z\"]"),
          sample(new PropertyType.Blob(), new byte[] {1, 2}, "base64:AQI=", "\"base64:AQI=\""),
          new Sample(
              new Column("node", new ValueType.Entity(PERSON, true)),
              ordered("id", "ann", "name", "Ann", "age", null),
              "{\"id\":\"ann\",\"name\":\"Ann\",\"age\":null}",
              "{\"id\":\"ann\",\"name\":\"Ann\",\"age\":null}"),
          new Sample(
              new Column("edge", new ValueType.Entity(KNOWS, true)),
              ordered("id", "e", "src", "a", "dst", "b", "since", LocalDate.of(2001, 2, 3)),
              "{\"id\":\"e\",\"src\":\"a\",\"dst\":\"b\",\"since\":\"2001-02-03\"}",
              "{\"id\":\"e\",\"src\":\"a\",\"dst\":\"b\",\"since\":\"2001-02-03\"}"),
          new Sample(
              new Column("some", new ValueType.Entity(SOME_EDGE, true)),
              ordered("id", "e", "type", "Knows", "src", "a", "dst", "b", "since", null),
              "{\"id\":\"e\",\"type\":\"Knows\",\"src\":\"a\",\"dst\":\"b\",\"since\":null}",
              "{\"id\":\"e\",\"type\":\"Knows\",\"src\":\"a\",\"dst\":\"b\",\"since\":null}"),
          new Sample(
              new Column("path", new ValueType.Path(true)),
              ordered("length", 1L, "nodes", List.of("a", "b"), "edges", List.of("e")),
              "{\"length\":1,\"nodes\":[\"a\",\"b\"],\"edges\":[\"e\"]}",
              "{\"length\":1,\"nodes\":[\"a\",\"b\"],\"edges\":[\"e\"]}"));

  private static final Column NODES = new Column("nodes", new ValueType.Entities(PERSON));
  private static final Column NOTHING = new Column("nothing", new ValueType.Null());

  private record Sample(Column column, Object value, String csv, String json) {}

  @Test
  void csvIsReadBackByAnotherReader() {
    String csv = text(RowFormat.CSV, columns(), writer -> all().forEach(writer::row));

    List<List<String>> records = new ArrayList<>();
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(csv)) {
      reader.forEach(record -> records.add(record.getFields()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }

    List<String> full = new ArrayList<>(SAMPLES.stream().map(Sample::csv).toList());
    full.addAll(List.of("[{\"id\":\"bo\",\"name\":\"Bo\",\"age\":3}]", ""));
    List<String> empty = new ArrayList<>(SAMPLES.stream().map(sample -> "").toList());
    empty.addAll(List.of("[]", ""));
    assertThat(records).containsExactly(columns().stream().map(Column::name).toList(), full, empty);
  }

  @Test
  void anEmptyTextIsNotNoValueInCsv() {
    List<Column> two =
        List.of(
            new Column("a", new ValueType.Value(Scalar.STRING, true)),
            new Column("b", new ValueType.Value(Scalar.STRING, true)));

    assertThat(text(RowFormat.CSV, two, writer -> writer.row(Arrays.asList("", null))))
        .isEqualTo("a,b\n\"\",\n");
  }

  @Test
  void eachLineOfNdjsonIsOneRowAndNothingElse() {
    String lines = text(RowFormat.NDJSON, columns(), writer -> all().forEach(writer::row));

    StringBuilder full = new StringBuilder("{");
    StringBuilder empty = new StringBuilder("{");
    for (Sample sample : SAMPLES) {
      full.append("\"%s\":%s,".formatted(sample.column().name(), sample.json()));
      empty.append("\"%s\":null,".formatted(sample.column().name()));
    }
    full.append("\"nodes\":[{\"id\":\"bo\",\"name\":\"Bo\",\"age\":3}],\"nothing\":null}\n");
    empty.append("\"nodes\":[],\"nothing\":null}\n");
    assertThat(lines).isEqualTo(full.append(empty).toString());
  }

  @Test
  void arrowIsReadBackByItsOwnReader() throws IOException {
    byte[] bytes = bytes(RowFormat.ARROW, columns(), writer -> all().forEach(writer::row));

    try (RootAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator)) {
      Schema schema = reader.getVectorSchemaRoot().getSchema();
      assertThat(schema.getCustomMetadata()).containsEntry("omnigraph.commit", "c");
      assertThat(
              schema.getFields().stream().map(field -> field.getMetadata().get("omnigraph.type")))
          .containsExactlyElementsOf(
              columns().stream().map(column -> column.type().spelling()).toList());
      assertThat(schema.getFields().stream().map(field -> field.getType().toString()))
          .containsExactly(
              "Utf8",
              "Bool",
              "Int(32, true)",
              "Int(64, true)",
              "Int(32, false)",
              "Int(64, false)",
              "FloatingPoint(SINGLE)",
              "FloatingPoint(DOUBLE)",
              "Date(DAY)",
              "Timestamp(MILLISECOND, UTC)",
              "Utf8",
              "FixedSizeList(2)",
              "List",
              "List",
              "LargeBinary",
              "Struct",
              "Struct",
              "Struct",
              "Struct",
              "List",
              "Null");
      assertThat(reader.loadNextBatch()).isTrue();
      List<FieldVector> vectors = reader.getVectorSchemaRoot().getFieldVectors();
      assertThat(vectors.stream().map(vector -> shown(vector, 0)))
          .containsExactly(
              "a,\"b\"\nc ü",
              "true",
              "-2147483648",
              "9223372036854775807",
              "-1",
              "-1",
              "0.1",
              "1.0E300",
              Long.toString(LocalDate.of(1815, 12, 10).toEpochDay()),
              Long.toString(NOON.toEpochMilli()),
              "b",
              "[0.5,-1.0]",
              "[\"x\",\"\"]",
              "[" + NOON.toEpochMilli() + "]",
              "[1, 2]",
              "{\"id\":\"ann\",\"name\":\"Ann\"}",
              "{\"id\":\"e\",\"src\":\"a\",\"dst\":\"b\",\"since\":11356}",
              "{\"id\":\"e\",\"type\":\"Knows\",\"src\":\"a\",\"dst\":\"b\"}",
              "{\"length\":1,\"nodes\":[\"a\",\"b\"],\"edges\":[\"e\"]}",
              "[{\"id\":\"bo\",\"name\":\"Bo\",\"age\":3}]",
              "null");
      assertThat(vectors.stream().map(vector -> shown(vector, 1)))
          .filteredOn(value -> !value.equals("null"))
          .containsExactly("[]");
      assertThat(reader.loadNextBatch()).isFalse();
    }
  }

  @Test
  void manyRowsAreManyBatchesOfArrow() throws IOException {
    List<Column> one = List.of(new Column("n", new ValueType.Value(Scalar.I32, false)));
    int rows = 2 * ArrowRows.BATCH_ROWS + 1;

    byte[] bytes =
        bytes(
            RowFormat.ARROW,
            one,
            writer -> {
              for (int n = 0; n < rows; n++) {
                writer.row(List.of(n));
              }
            });

    List<Integer> counts = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator)) {
      while (reader.loadNextBatch()) {
        counts.add(reader.getVectorSchemaRoot().getRowCount());
      }
    }
    assertThat(counts).containsExactly(ArrowRows.BATCH_ROWS, ArrowRows.BATCH_ROWS, 1);
  }

  @Test
  void batchesOfArrowAreSmallWhenTheirRowsAreLarge() throws IOException {
    List<Column> one = List.of(new Column("text", new ValueType.Value(Scalar.STRING, false)));
    String large = "x".repeat(3 << 20);

    byte[] bytes =
        bytes(
            RowFormat.ARROW,
            one,
            writer -> {
              for (int n = 0; n < 4; n++) {
                writer.row(List.of(large));
              }
            });

    try (RootAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator)) {
      assertThat(reader.loadNextBatch()).isTrue();
      assertThat(reader.getVectorSchemaRoot().getRowCount()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void noRowsAreAHeaderInCsvNoLineInNdjsonAndASchemaInArrow() throws IOException {
    assertThat(text(RowFormat.CSV, List.of(NODES, NOTHING), writer -> {}))
        .isEqualTo("nodes,nothing\n");
    assertThat(text(RowFormat.NDJSON, List.of(NODES, NOTHING), writer -> {})).isEmpty();
    byte[] arrow = bytes(RowFormat.ARROW, List.of(NODES, NOTHING), writer -> {});
    try (RootAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(arrow), allocator)) {
      assertThat(reader.getVectorSchemaRoot().getSchema().getFields()).hasSize(2);
      assertThat(reader.loadNextBatch()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NDJSON", "CSV", "ARROW"})
  void nothingIsWrittenBeforeTheFirstRow(RowFormat format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    try (RowWriter writer = RowWriter.of(format, out)) {
      writer.state(new CommitId("c"));
      writer.columns(columns());
    }

    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"NDJSON", "CSV", "ARROW"})
  void aStreamThatBreaksEndsTheRows(RowFormat format) {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("gone");
          }
        };

    assertThatThrownBy(
            () -> {
              try (RowWriter writer = RowWriter.of(format, broken)) {
                writer.columns(columns());
                writer.row(all().getFirst());
                writer.end();
              }
            })
        .isInstanceOf(UncheckedIOException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"NDJSON", "CSV"})
  void whatTextHasNoFormForIsRefused(RowFormat format) {
    List<Column> one = List.of(new Column("f", new ValueType.Value(Scalar.F64, false)));

    assertThatThrownBy(() -> text(format, one, writer -> writer.row(List.of(Double.NaN))))
        .isInstanceOf(ValueException.class);
  }

  @Test
  void columnsInAHeaderAreAscii() {
    assertThat(
            ReadJson.columns(
                List.of(new Column("größe", new ValueType.Value(Scalar.I32, true)), NODES)))
        .isEqualTo(
            "[{\"name\":\"gr\\u00f6\\u00dfe\",\"type\":\"I32?\"},{\"name\":\"nodes\",\"type\":\"[Person]\"}]");
  }

  private static List<Column> columns() {
    List<Column> columns = new ArrayList<>(SAMPLES.stream().map(Sample::column).toList());
    columns.addAll(List.of(NODES, NOTHING));
    return columns;
  }

  /** A row of values, and one without any. */
  private static List<List<@Nullable Object>> all() {
    List<@Nullable Object> full = new ArrayList<>(SAMPLES.stream().map(Sample::value).toList());
    full.add(List.of(ordered("id", "bo", "name", "Bo", "age", 3)));
    full.add(null);
    List<@Nullable Object> empty = new ArrayList<>();
    SAMPLES.forEach(sample -> empty.add(null));
    empty.add(List.of());
    empty.add(null);
    return List.of(full, empty);
  }

  private static Sample sample(PropertyType type, Object value, String csv, String json) {
    Column column = new Column(type.spelling(), new ValueType.Value(type, true));
    return new Sample(column, value, csv, json);
  }

  private static Map<String, @Nullable Object> ordered(@Nullable Object... members) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      map.put(String.valueOf(members[i]), members[i + 1]);
    }
    return map;
  }

  private static String shown(FieldVector vector, int row) {
    Object value = vector.getObject(row);
    return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
  }

  private static String text(RowFormat format, List<Column> columns, Consumer<RowWriter> rows) {
    return new String(bytes(format, columns, rows), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(RowFormat format, List<Column> columns, Consumer<RowWriter> rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowWriter writer = RowWriter.of(format, out)) {
      writer.state(new CommitId("c"));
      writer.columns(columns);
      rows.accept(writer);
      writer.end();
    }
    return out.toByteArray();
  }
}
