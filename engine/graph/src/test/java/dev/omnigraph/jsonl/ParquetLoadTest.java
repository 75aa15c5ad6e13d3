package dev.omnigraph.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.parquet.ParquetColumn;
import dev.omnigraph.parquet.ParquetFiles;
import dev.omnigraph.row.GraphOnDisk;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.ListOf;
import dev.omnigraph.value.PropertyType.Scalar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParquetLoadTest {
  private static final AtomicInteger IDS = new AtomicInteger();
  private static final Catalog CATALOG =
      SchemaCompiler.compile(
          """
          node Person { name: String @key  age: I32?  note: String?  tags: [String]?
            born: Date?  seen: DateTime?  level: I32? @default(3)  kind: enum(a, b)?  x: F64?
            photo: Blob?  place: Vector(2)? }
          edge Knows: Person -> Person { since: I32? }
          node Thing { n: I64 @key  label: String }
          """,
          "g.pg",
          Optional.empty(),
          () -> "t" + IDS.incrementAndGet());
  private static final EntityType PERSON = CATALOG.node("Person").orElseThrow();
  private static final EntityType KNOWS = CATALOG.edge("Knows").orElseThrow();
  private static final ParquetColumn NAME = new ParquetColumn("name", Scalar.STRING, true);

  private @TempDir Path folder;
  private GraphOnDisk graph;
  private int ids;

  @BeforeEach
  void openGraph() {
    graph = new GraphOnDisk(folder.resolve("g"), CATALOG);
  }

  @AfterEach
  void closeGraph() {
    graph.close();
  }

  @Test
  void rowsBecomeEntitiesOfTheType() {
    LoadAnswer nodes =
        load(
            "Person",
            table(
                List.of(NAME, column("age", Scalar.I64), column("born", Scalar.DATE)),
                new @Nullable Object[] {"Ann", 31L, LocalDate.of(2024, 2, 29)},
                new @Nullable Object[] {"Bob", null, null}));
    LoadAnswer edges =
        load(
            "knows",
            table(
                List.of(column("from", Scalar.STRING), column("to", Scalar.STRING)),
                new @Nullable Object[] {"Ann", "Bob"}));

    assertThat(nodes.rows()).isEqualTo(Map.of("Person", 2L));
    assertThat(edges.keyless()).isEqualTo(Map.of("Knows", 1L));
    assertThat(graph.column(PERSON, "age")).containsEntry("Ann", 31).containsEntry("Bob", null);
    assertThat(graph.column(PERSON, "born")).containsEntry("Ann", LocalDate.of(2024, 2, 29));
    assertThat(graph.column(KNOWS, "dst").values()).containsExactly("Bob");
  }

  @Test
  void aNullIsNullAndAColumnThatIsNotThereIsTheDefault() {
    load("Person", table(List.of(NAME, column("level", Scalar.I32)), row("Ann", null)));
    load("Person", table(List.of(NAME), new @Nullable Object[] {"Cid"}));

    assertThat(graph.column(PERSON, "level")).containsEntry("Ann", null).containsEntry("Cid", 3);
  }

  @Test
  void numbersAreTheIdsThatTheyAreWrittenAs() {
    load(
        "Thing",
        table(
            List.of(
                column("id", Scalar.I32), column("n", Scalar.U32), column("label", Scalar.STRING)),
            new @Nullable Object[] {7, 7L, "seven"}));

    assertThat(graph.column(CATALOG.node("Thing").orElseThrow(), "n")).containsEntry("7", 7L);
  }

  @Test
  void filesOfOtherWritersAreLoaded() {
    GraphException e =
        catchThrowableOfType(
            GraphException.class, () -> load("Person", ParquetFiles.ofOthers("zstd")));

    assertThat(e).hasMessageContaining("Person: text: is not a column");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            "wrong_type",
            "Person: age: expected I32, found a column of DOUBLE",
            column("age", Scalar.F64),
            1.0),
        mistake(
            "wrong_type",
            "Person: note: expected String, found a column of INT32",
            column("note", Scalar.I32),
            1),
        mistake(
            "wrong_type",
            "Person: born: expected Date, found a column of INT32",
            column("born", Scalar.I32),
            1),
        mistake(
            "wrong_type",
            "Person: tags: expected [String], found a column of BYTE_ARRAY (STRING)",
            column("tags", Scalar.STRING),
            "a"),
        mistake(
            "wrong_type",
            "Person: photo: expected Blob, found a column of BYTE_ARRAY (STRING)",
            column("photo", Scalar.STRING),
            "a"),
        mistake(
            "unknown_field",
            "Person: nam: is not a column. Did you mean `name`?",
            column("nam", Scalar.STRING),
            "a"),
        mistake("duplicate_member", "Person: name: is the name of two columns", NAME, "A"),
        mistake(
            "out_of_range",
            "row 2: Person: age: 4294967295 is outside",
            column("age", Scalar.U32),
            0xFFFF_FFFFL),
        mistake(
            "out_of_range",
            "row 2: x: is NaN, not a finite number",
            column("x", Scalar.F64),
            Double.NaN),
        mistake(
            "out_of_range",
            "row 2: place: is -Infinity, not a finite number",
            column("place", new ListOf(Scalar.F32)),
            List.of(1f, Float.NEGATIVE_INFINITY)),
        mistake(
            "bad_date",
            "row 2: Person: born: \"today\" is not a date",
            column("born", Scalar.STRING),
            "today"),
        mistake(
            "enum_value",
            "row 2: Person: kind: \"c\" is not one of a, b",
            column("kind", Scalar.STRING),
            "c"),
        mistake(
            "vector_dimension",
            "row 2: Person: place: expected 2 numbers, found 1",
            column("place", new ListOf(Scalar.F32)),
            List.of(1f)),
        mistake(
            "id_not_canonical",
            "row 2: Person: id: is \"B\", but the key makes it \"A\"",
            column("id", Scalar.STRING),
            "B"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("mistakes")
  void whatIsWrongIsToldWithRowAndColumn(
      String code, String message, ParquetColumn column, Object value) {
    byte[] input = table(List.of(NAME, column), row("Ann", null), row("A", value));

    GraphException e = failure("Person", input);

    assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
    assertThat(e).hasMessageStartingWith("in.parquet: ").hasMessageContaining(message);
    assertThat(graph.log()).isEmpty();
  }

  @Test
  void aNullInARequiredPropertyIsToldWithItsRow() {
    GraphException e =
        failure(
            "Thing",
            table(
                List.of(column("n", Scalar.I64), column("label", Scalar.STRING)),
                new @Nullable Object[] {1L, "one"},
                new @Nullable Object[] {2L, null}));

    assertThat(e.code()).isEqualTo("required_missing");
    assertThat(e).hasMessageContaining("row 2: Thing \"2\": label: is required");
    assertThat(e.details().toString()).contains("row=2").doesNotContain("line");
  }

  @Test
  void edgesNeedBothEnds() {
    assertThat(failure("Knows", table(List.of(column("from", Scalar.STRING)))))
        .hasMessageContaining("Knows: to: is not a column: an edge names the ids");
    assertThat(
            failure(
                "Knows",
                table(
                    List.of(column("from", Scalar.STRING), column("to", Scalar.STRING)),
                    row("A", null))))
        .hasMessageContaining("row 1: Knows: to: is empty");
  }

  @Test
  void anIdTwiceIsToldWithBothRows() {
    byte[] input = table(List.of(NAME), new @Nullable Object[] {"A"}, new @Nullable Object[] {"A"});
    LoadRequest append =
        new LoadRequest("in", LoadMode.APPEND, options(null), null, EntityFormat.PARQUET, "Person");

    GraphException e =
        catchThrowableOfType(
            GraphException.class, () -> run(append, LoadLimits.DEFAULT, bytes(input)));

    assertThat(e).hasMessageContaining("row 2: Person \"A\": is on row 1 already");
  }

  @Test
  void aDamagedFileIsToldWithRowAndColumn() {
    byte[] input = people(100);
    int half = input.length / 2;
    input[half] ^= 1;

    GraphException e = failure("Person", input);

    assertThat(e.code()).as(e.getMessage()).isEqualTo("not_parquet");
    assertThat(e).hasMessageContaining("in.parquet: row ").hasMessageContaining("note: ");
    assertThat(graph.log()).isEmpty();
  }

  @Test
  void whatIsNotParquetAndWhatIsNotReadAreToldApart() {
    assertThat(failure("Person", new byte[0]).code()).isEqualTo("not_parquet");
    assertThat(
            failure("Person", "name\nAnn, who is no Parquet\n".getBytes(StandardCharsets.UTF_8))
                .code())
        .isEqualTo("not_parquet");
    GraphException packed = failure("Person", ParquetFiles.ofOthers("brotli"));
    assertThat(packed.code()).isEqualTo("parquet_unsupported");
    assertThat(packed).hasMessageContaining("in.parquet: row 1: i32: is packed with BROTLI");
  }

  @Test
  void aRowIsNotLongerThanALine() {
    byte[] input =
        table(
            List.of(NAME, column("photo", new PropertyType.Blob())),
            row("Ann", new byte[10]),
            row("Bob", new byte[5_000]));

    GraphException e =
        catchThrowableOfType(
            GraphException.class,
            () -> run(request("Person", null), new LoadLimits(8192, 10, 4096), bytes(input)));

    assertThat(e.code()).isEqualTo("line_too_long");
    assertThat(e).hasMessageContaining("in.parquet: row 2 is longer than 4,096 bytes");
  }

  @Test
  void aRowOfManyNumbersIsNotLongerThanALine() {
    byte[] input =
        table(
            List.of(NAME, column("place", new ListOf(Scalar.F32))),
            row("Ann", Collections.nCopies(10_000, 0.1f)));

    GraphException e =
        catchThrowableOfType(
            GraphException.class,
            () -> run(request("Person", null), new LoadLimits(8192, 10, 4096), bytes(input)));

    assertThat(e.code()).as(e.getMessage()).isEqualTo("line_too_long");
    assertThat(e).hasMessageContaining("in.parquet: row 1 is longer than 4,096 bytes");
  }

  @Test
  void aNumberOfFourBytesIsTheSameNumberInEight() {
    load("Person", table(List.of(NAME, column("x", Scalar.F32)), row("Ann", 0.1f)));

    assertThat(graph.column(PERSON, "x")).containsEntry("Ann", (double) 0.1f);
  }

  @Test
  void aLargeTableIsSeveralCommitsAndIsNotLoadedTwiceUnderItsKey() {
    LoadLimits limits = new LoadLimits(4096, 10, 4096);
    byte[] input = people(25);

    LoadAnswer first = run(request("Person", "k"), limits, bytes(input));
    LoadAnswer again = run(request("Person", "k"), limits, bytes(input));

    assertThat(first.commits()).hasSizeGreaterThan(1);
    assertThat(first.rows()).isEqualTo(Map.of("Person", 25L));
    assertThat(again.replayed()).isTrue();
    assertThat(graph.count(PERSON)).isEqualTo(25);
  }

  @Test
  void aFileIsReadWhereItLiesAndAnythingElseIsKept() throws IOException {
    byte[] large =
        table(
            List.of(
                NAME, column("photo", new PropertyType.Blob()), column("seen", Scalar.DATETIME)),
            new @Nullable Object[] {"Ann", noise(10 << 20), Instant.ofEpochMilli(-1)});
    Path file = Files.write(folder.resolve("Person.parquet"), large);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(large);
    }

    for (InputStream in :
        List.of(new FileInputStream(file.toFile()), bytes(large), bytes(packed.toByteArray()))) {
      try (in) {
        LoadAnswer answer = run(request("Person", null), LoadLimits.DEFAULT, in);
        assertThat(answer.rows()).isEqualTo(Map.of("Person", 1L));
      }
    }
    assertThat(graph.column(PERSON, "seen")).containsEntry("Ann", Instant.ofEpochMilli(-1));
  }

  @Test
  void whatIsNotAFileIsKeptUpToALimit() {
    GraphException e =
        catchThrowableOfType(
            GraphException.class, () -> Spool.of(bytes(new byte[9 << 20]), "in", 8 << 20));

    assertThat(e.code()).isEqualTo("input_not_kept");
    assertThat(e).hasMessageContaining("has more than 8,388,608 bytes");
  }

  private static byte[] people(int count) {
    Random random = new Random(1);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row("p" + i, Long.toHexString(random.nextLong()).repeat(5)));
    }
    return ParquetFiles.written(List.of(NAME, column("note", Scalar.STRING)), rows);
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(1).nextBytes(noise);
    return noise;
  }

  private static Arguments mistake(
      String code, String message, ParquetColumn column, Object value) {
    return Arguments.of(code, message, column, value);
  }

  private static ParquetColumn column(String name, PropertyType type) {
    return new ParquetColumn(name, type, true);
  }

  private static @Nullable Object[] row(@Nullable Object first, @Nullable Object second) {
    return new @Nullable Object[] {first, second};
  }

  private static byte[] table(List<ParquetColumn> columns, @Nullable Object[]... rows) {
    return ParquetFiles.written(columns, Arrays.asList(rows));
  }

  private LoadAnswer load(String type, byte[] input) {
    return run(request(type, null), LoadLimits.DEFAULT, bytes(input));
  }

  private GraphException failure(String type, byte[] input) {
    return catchThrowableOfType(GraphException.class, () -> load(type, input));
  }

  private static InputStream bytes(byte[] input) {
    return new ByteArrayInputStream(input);
  }

  private static LoadRequest request(String type, @Nullable String key) {
    return new LoadRequest(
        "in.parquet", LoadMode.MERGE, options(key), null, EntityFormat.PARQUET, type);
  }

  private static WriteOptions options(@Nullable String key) {
    return WriteOptions.on(BranchName.MAIN, "tester").keyed(key);
  }

  private LoadAnswer run(LoadRequest request, LoadLimits limits, InputStream input) {
    return new Loader(graph::commit, limits, () -> "01J%023d".formatted(ids++), graph.allocator())
        .load(request, input, lines -> {});
  }
}
