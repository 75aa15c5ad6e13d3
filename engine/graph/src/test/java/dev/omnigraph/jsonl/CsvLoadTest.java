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
import dev.omnigraph.row.GraphOnDisk;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.lang.SchemaCompiler;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvLoadTest {
  private static final AtomicInteger IDS = new AtomicInteger();
  private static final Catalog CATALOG =
      SchemaCompiler.compile(
          """
          node Person { name: String @key  age: I32?  note: String?  tags: [String]?
            born: Date?  level: I32? @default(3)  kind: enum(a, b)?  tall: Bool?  x: F64? }
          edge Knows: Person -> Person { since: I32? }
          """,
          "g.pg",
          Optional.empty(),
          () -> "t" + IDS.incrementAndGet());
  private static final EntityType PERSON = CATALOG.node("Person").orElseThrow();
  private static final EntityType KNOWS = CATALOG.edge("Knows").orElseThrow();

  private @TempDir Path folder;
  private GraphOnDisk graph;
  private int ids;

  @BeforeEach
  void openGraph() {
    graph = new GraphOnDisk(folder, CATALOG);
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
            "\uFEFFname,age,tags,born,tall,x\r\nAnn,31,\"[\"\"a\"\"]\",2024-02-29,true,1e3\r\nBob,,,,,\r\n");
    LoadAnswer edges = load("knows", "from,to,since\nAnn,Bob,2001\n");

    assertThat(nodes.rows()).isEqualTo(Map.of("Person", 2L));
    assertThat(edges.keyless()).isEqualTo(Map.of("Knows", 1L));
    assertThat(graph.column(PERSON, "age")).containsEntry("Ann", 31).containsEntry("Bob", null);
    assertThat(graph.column(PERSON, "tags")).containsEntry("Ann", List.of("a"));
    assertThat(graph.column(PERSON, "x")).containsEntry("Ann", 1000.0);
    assertThat(graph.column(KNOWS, "dst").values()).containsExactly("Bob");
  }

  @Test
  void anEmptyFieldIsNullAndQuotesAloneAreAnEmptyText() {
    load("Person", "name,note,level\nAnn,,\nBob,\"\",4\n");
    load("Person", "name\nCid\n");

    assertThat(graph.column(PERSON, "note")).containsEntry("Ann", null).containsEntry("Bob", "");
    assertThat(graph.column(PERSON, "level"))
        .containsEntry("Ann", null)
        .containsEntry("Bob", 4)
        .containsEntry("Cid", 3);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "name,age/Ann,x | wrong_type | line 2: Person: age: expected I32, found the string \"x\"",
        "name,age/Ann,1.0 | wrong_type | line 2: Person: age: expected I32",
        "name,note/\"A/B\",1/C,2,3 | not_csv | line 4 begins a record of 3 fields, and the header has 2",
        "name,note/\"A/B\",1/C | not_csv | line 4 begins a record of 1 fields, and the header has 2",
        "name,note,x/\"A/B\",\"/\",1/C,,y | wrong_type | line 5: Person: x: expected F64",
        "name,born/A,19000 | bad_date | line 2: Person: born: \"19000\" is not a date",
        "name,tags/A,a | not_json | line 2: Person: tags: is not a JSON array",
        "name,kind/A,c | enum_value | line 2: Person: kind: \"c\" is not one of a, b",
        "name,tall/A,yes | wrong_type | line 2: Person: tall: expected Bool",
        "id,name/B,A | id_not_canonical | line 2: Person: id: is \"B\", but the key makes it \"A\"",
        "age/7 | required_missing | line 2: Person: name: is required and has no value",
        "nam,age/A,1 | unknown_field | line 1: Person: nam: is not a column. Did you mean `name`?",
        "name,src/A,1 | unknown_field | line 1: Person: src: is not a column.",
        "name,name/A,B | duplicate_member | line 1: Person: name: is in the header twice",
        "name/\"A | not_csv | line 2 begins a record with a quote that is not closed",
        "name/\"A\"B | not_csv | line 2 has text after the quotes of field 1",
        "name/5\" | not_csv | line 2 has a quote inside field 1",
        "'' | not_csv | line 1 has no header",
      })
  void whatIsWrongIsToldWithLineAndColumn(String input, String code, String message) {
    GraphException e = failure("Person", input.replace('/', '\n'));

    assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
    assertThat(e).hasMessageStartingWith("in.csv: ").hasMessageContaining(message);
    assertThat(graph.log()).isEmpty();
  }

  @Test
  void edgesNeedBothEndsAndTypesMustBeThere() {
    assertThat(failure("Knows", "from,since\nA,1\n"))
        .hasMessageContaining("line 1: Knows: to: is not in the header");
    assertThat(failure("Knows", "from,to\nA,\n"))
        .hasMessageContaining("line 2: Knows: to: is empty");
    assertThat(failure("Persn", "name\nA\n"))
        .hasMessageContaining("there is no type `Persn`. Did you mean `Person`?");
  }

  @Test
  void theTypeIsNamedForTablesOnly() {
    assertThat(failure(null, "name\nA\n").code()).isEqualTo("load_type");
    LoadRequest lines =
        new LoadRequest("in", LoadMode.MERGE, options(null), null, EntityFormat.JSONL, "Person");
    assertThat(
            catchThrowableOfType(
                    GraphException.class, () -> run(lines, LoadLimits.DEFAULT, new byte[0]))
                .code())
        .isEqualTo("load_type");
  }

  @Test
  void anInputThatIsNotUtf8IsRefused() {
    assertThat(failure("Person", "name\nAnn\nJosé\n", StandardCharsets.ISO_8859_1))
        .hasMessageContaining("bytes that are not UTF-8");
    assertThat(failure("Person", "name\nAnn\n", StandardCharsets.UTF_16).code())
        .isEqualTo("not_csv");
  }

  @Test
  void aLargeTableIsSeveralCommitsAndIsNotLoadedTwiceUnderItsKey() {
    LoadLimits limits = new LoadLimits(4096, 10, 4096);
    String rows =
        IntStream.range(0, 25).mapToObj(i -> "p" + i + ",\"a\nb\"\n").collect(Collectors.joining());
    byte[] input = ("name,note\n" + rows).getBytes(StandardCharsets.UTF_8);

    LoadAnswer first = run(request("k"), limits, input);
    LoadAnswer again = run(request("k"), limits, input);

    assertThat(first.commits()).hasSizeGreaterThan(1);
    assertThat(first.rows()).isEqualTo(Map.of("Person", 25L));
    assertThat(again.replayed()).isTrue();
    assertThat(graph.count(PERSON)).isEqualTo(25);
  }

  private LoadAnswer load(String type, String input) {
    return run(request(type, null), LoadLimits.DEFAULT, input.getBytes(StandardCharsets.UTF_8));
  }

  private GraphException failure(@Nullable String type, String input) {
    return failure(type, input, StandardCharsets.UTF_8);
  }

  private GraphException failure(@Nullable String type, String input, Charset charset) {
    LoadRequest request = request(type, null);
    return catchThrowableOfType(
        GraphException.class, () -> run(request, LoadLimits.DEFAULT, input.getBytes(charset)));
  }

  private static LoadRequest request(String key) {
    return request("Person", key);
  }

  private static LoadRequest request(@Nullable String type, @Nullable String key) {
    return new LoadRequest("in.csv", LoadMode.MERGE, options(key), null, EntityFormat.CSV, type);
  }

  private static WriteOptions options(@Nullable String key) {
    return WriteOptions.on(BranchName.MAIN, "tester").keyed(key);
  }

  private LoadAnswer run(LoadRequest request, LoadLimits limits, byte[] input) {
    return new Loader(graph::commit, limits, () -> "01J%023d".formatted(ids++), graph.allocator())
        .load(request, new ByteArrayInputStream(input), lines -> {});
  }
}
