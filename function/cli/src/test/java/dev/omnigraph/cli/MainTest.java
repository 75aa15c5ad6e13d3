package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final String SCHEMA =
      """
      node Town { name: String @key   people: I32?   @range(people, 0..) }
      edge Road: Town -> Town { km: F64 }
      """;
  private static final String QUERIES =
      """
      query towns($min: I32) {
        match { $t: Town   $t.people >= $min }
        return { $t.name, $t.people }
        order { $t.people desc }
      }
      query roads($skipped: I32) {
        match { $t: Town   optional { $t $r:road $to } }
        return { $t.name, collect(distinct $to.name) as to, sum($r.km) as km }
        having { size(to) >= 0 }
        order { size(to) desc }
        limit 5 offset $skipped
      }
      query grow($name: String, $people: I32) {
        update Town set { people: $people } where name = $name
      }
      """;
  private static final String DATA =
      """
      {"type":"Town","data":{"name":"Ulm","people":126}}
      {"type":"Town","data":{"name":"Bonn","people":330}}
      {"edge":"Road","from":"Ulm","to":"Bonn","data":{"km":420.5}}
      """;

  private @TempDir Path folder;
  private Path schema = Path.of("");
  private Path queries = Path.of("");
  private Path data = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String piped = "";

  @BeforeEach
  void writeFiles() throws IOException {
    schema = Files.writeString(folder.resolve("town.pg"), SCHEMA);
    queries = Files.writeString(folder.resolve("town.gq"), QUERIES);
    data = Files.writeString(folder.resolve("town.jsonl"), DATA);
  }

  @Test
  void aGraphIsMadeLoadedAskedAndChanged() {
    assertThat(graph("init", "--schema", schema.toString())).isZero();
    assertThat(graph("load", data.toString())).isZero();
    assertThat(graph("mutate", "-f", queries.toString(), "grow", "name=Ulm", "people=400"))
        .isZero();
    out.getBuffer().setLength(0);

    int code = graph("query", "-f", queries.toString(), "towns", "min=200");

    assertThat(code).isZero();
    assertThat(out.toString().lines().limit(4).map(String::strip))
        .containsExactly(
            "t.name  t.people", "──────  ────────", "Ulm          400", "Bonn         330");
    assertThat(out.toString()).containsPattern("2 rows · commit \\S+ · \\d+ requests, .* ms");
    assertThat(err.toString()).contains("loading: 3 of 3 lines");
  }

  @Test
  void cleanupKeepsWhatIsYoungAndRefusesRetentionsThatAreNone() {
    graph("init", "--schema", schema.toString());
    graph("load", data.toString());
    out.getBuffer().setLength(0);

    assertThat(graph("cleanup", "--retention", "1h")).isZero();
    assertThat(graph("cleanup", "--dry-run")).isZero();
    assertThat(graph("cleanup", "--retention", "a week")).isEqualTo(1);
    assertThat(graph("cleanup", "--retention", "0h")).isEqualTo(1);

    assertThat(out.toString())
        .contains("deleted 0 objects, 0 bytes; states since ")
        .contains("would delete 0 objects");
    assertThat(err.toString()).contains("such as 7d or 36h").contains("Keep one hour or more.");
    assertThat(graph("query", "-f", queries.toString(), "towns", "min=200")).isZero();
  }

  @Test
  void repairFindsNothingInAWholeGraphAndNamesWhatIsLostOrNotItsOwn() throws IOException {
    graph("init", "--schema", schema.toString());
    graph("load", data.toString());
    graph("optimize");
    out.getBuffer().setLength(0);

    assertThat(graph("repair", "--apply")).isZero();

    assertThat(out.toString()).contains("everything fits: ").contains("versions of tables");
    Files.writeString(folder.resolve("graph/todo.txt"), "not the graph's");
    List<Path> rows;
    try (Stream<Path> files = Files.walk(folder.resolve("graph"))) {
      rows = files.filter(file -> file.toString().endsWith(".lance")).toList();
    }
    for (Path file : rows) {
      Files.delete(file);
    }
    out.getBuffer().setLength(0);

    assertThat(graph("repair")).isEqualTo(1);

    assertThat(out.toString())
        .contains("foreign_object", "todo.txt", "part_missing", "damage", "see above: ");
  }

  @Test
  void aDeepRepairNamesAFlippedByteWholeAndAsJson() throws IOException {
    graph("init", "--schema", schema.toString());
    graph("load", data.toString());
    graph("optimize");
    List<Path> rows;
    try (Stream<Path> files = Files.walk(folder.resolve("graph"))) {
      rows = files.filter(file -> file.toString().endsWith(".lance")).sorted().toList();
    }
    assertThat(graph("repair", "--deep")).isZero();
    byte[] bytes = Files.readAllBytes(rows.getFirst());
    bytes[bytes.length / 2] ^= 1;
    Files.write(rows.getFirst(), bytes);
    String object = folder.resolve("graph").relativize(rows.getFirst()).toString();
    out.getBuffer().setLength(0);

    assertThat(graph("repair", "--deep")).isEqualTo(1);
    assertThat(out.toString()).contains("file_damaged", object);
    out.getBuffer().setLength(0);
    assertThat(graph("repair", "--deep", "--json")).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("{\"clean\":false,")
        .contains(
            "{\"code\":\"file_damaged\",\"severity\":\"damage\",\"object\":\"" + object + "\"");

    bytes[bytes.length / 2] ^= 1;
    Files.write(rows.getFirst(), bytes);
    flipInAVersion();
    out.getBuffer().setLength(0);
    assertThat(graph("repair")).isEqualTo(1);
    assertThat(out.toString()).contains("file_damaged", "/_versions/d");
    flipInAVersion();
    assertThat(graph("repair")).isZero();

    Files.write(rows.getFirst(), Arrays.copyOf(bytes, bytes.length / 2));
    out.getBuffer().setLength(0);
    assertThat(graph("repair")).isEqualTo(1);
    assertThat(out.toString()).contains("file_damaged", object);
  }

  private void flipInAVersion() throws IOException {
    Path version;
    try (Stream<Path> files = Files.walk(folder.resolve("graph"))) {
      version =
          files
              .filter(file -> file.toString().contains("/_versions/d"))
              .min(Comparator.naturalOrder())
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(version);
    bytes[bytes.length / 2] ^= 1;
    Files.write(version, bytes);
  }

  @Test
  void theNewestCommitsAreListedNewestFirst() {
    graph("init", "--schema", schema.toString());
    graph("load", data.toString());
    out.getBuffer().setLength(0);

    assertThat(graph("commits", "-n", "1")).isZero();

    assertThat(out.toString()).contains("load").contains("Town +2").contains("Road +1");
    assertThat(out.toString()).doesNotContain("init");
  }

  @Test
  void rowsComeAsJsonWhenAskedFor() {
    graph("init", "--schema", schema.toString());
    graph("load", data.toString());
    out.getBuffer().setLength(0);

    graph("query", "--json", "-f", queries.toString(), "towns", "min=200");

    assertThat(out.toString().strip()).isEqualTo("{\"t.name\":\"Bonn\",\"t.people\":330}");
  }

  @Test
  void groupsAreJsonWithListsOfWhatTheyCollect() {
    graph("init", "--schema", schema.toString());
    graph("load", data.toString());
    out.getBuffer().setLength(0);

    graph("query", "--json", "-f", queries.toString(), "roads", "skipped=0");
    graph("query", "--json", "-f", queries.toString(), "roads", "skipped=1");

    assertThat(out.toString().lines())
        .containsExactly(
            "{\"t.name\":\"Ulm\",\"to\":[\"Bonn\"],\"km\":420.5}",
            "{\"t.name\":\"Bonn\",\"to\":[],\"km\":null}",
            "{\"t.name\":\"Bonn\",\"to\":[],\"km\":null}");
    assertThat(graph("query", "-f", queries.toString(), "roads", "skipped=-1")).isEqualTo(1);
    assertThat(err.toString()).contains("The offset of roads is -1.");
  }

  @Test
  void aFailureIsOneClearMessageAndExitCodeOne() throws IOException {
    graph("init", "--schema", schema.toString());
    Files.writeString(data, "{\"type\":\"Town\",\"data\":{\"name\":\"Ulm\",\"people\":-1}}");

    int code = graph("load", data.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .contains("error: town.jsonl: line 1: Town \"Ulm\": people: is -1, outside 0..")
        .doesNotContain("\tat ");
  }

  @Test
  void aMistakeInAQueryIsShownWhereItIs() throws IOException {
    Files.writeString(queries, "query q() { match { $t: Twon } return { $t.name } }");

    int code = run("lint", "--schema", schema.toString(), "-f", queries.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains(":1:").contains("Twon").contains("^").contains("Town");
  }

  @Test
  void lintSaysWhatTheQueriesTakeGiveReadAndWrite() {
    assertThat(run("lint", "--schema", schema.toString(), "-f", queries.toString())).isZero();

    assertThat(out.toString())
        .isEqualTo(
            """
            read towns($min: I32)
              returns t.name: String, t.people: I32?
              reads   Town
            read roads($skipped: I32)
              returns t.name: String, to: [String], km: F64?
              reads   Road, Town
            write grow($name: String, $people: I32)
              reads   Town
              writes  Town
            """);
  }

  @Test
  void lintSpeaksJsonToPrograms() throws IOException {
    String[] line = {"lint", "--json", "--schema", schema.toString(), "-f", queries.toString()};
    assertThat(run(line)).isZero();
    assertThat(out.toString())
        .startsWith("{\"queries\":[{\"name\":\"towns\"")
        .contains("{\"name\":\"t.people\",\"type\":\"I32?\"}", "\"writes\":[\"Town\"]");
    out.getBuffer().setLength(0);
    Files.writeString(queries, "query q() { match { $t: Twon } return { $t.name } }");

    assertThat(run(line)).isEqualTo(1);

    assertThat(out.toString())
        .startsWith("{\"diagnostics\":[{\"code\":\"unknown_type\",\"file\":")
        .contains("\"line\":1,\"column\":25,", "\"help\":\"Did you mean `Town`?\"");
  }

  @Test
  void aLoadMayMakeItsBranch() {
    graph("init", "--schema", schema.toString());

    assertThat(graph("load", "--branch", "draft", "--create-from", "main", data.toString()))
        .isZero();
    out.getBuffer().setLength(0);

    graph("query", "--json", "-f", queries.toString(), "towns", "min=200");
    assertThat(out.toString()).isEmpty();
    graph("query", "--json", "--branch", "draft", "-f", queries.toString(), "towns", "min=200");
    assertThat(out.toString()).contains("Bonn");
  }

  @Test
  void aMissingFileAndAMissingGraphAreSaidSo() {
    assertThat(graph("load", folder.resolve("none.jsonl").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("none.jsonl cannot be read: there is no such file");

    assertThat(graph("query", "-f", queries.toString(), "towns", "min=1"))
        .isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(err.toString()).contains("error: ").contains("help: ");
  }

  @Test
  void aSchemaIsPlannedAppliedAndShown() throws IOException {
    graph("init", "--schema", schema.toString());
    graph("load", data.toString());
    String next = SCHEMA.replace("people: I32?", "people: I32?  mayor: String?");
    Path file = Files.writeString(folder.resolve("next.pg"), next);
    out.getBuffer().setLength(0);

    assertThat(schema("plan", file.toString())).isZero();
    assertThat(out.toString()).contains("  add Town.mayor: String?", "1 step");
    assertThat(schema("apply", file.toString())).isZero();
    assertThat(out.toString()).containsPattern("1 step done · commit \\S+ · \\d+ requests");
    out.getBuffer().setLength(0);
    assertThat(schema("show")).isZero();
    assertThat(out.toString()).isEqualTo(next);
    assertThat(schema("apply", file.toString())).isZero();
    assertThat(out.toString()).contains("nothing to do · commit ");
  }

  @Test
  void whatASchemaCannotBecomeIsPlannedAsRefusedAndNotApplied() throws IOException {
    graph("init", "--schema", schema.toString());
    Path file =
        Files.writeString(folder.resolve("next.pg"), SCHEMA.replace("km: F64", "kilometres: F64"));

    assertThat(schema("plan", file.toString())).isEqualTo(1);

    assertThat(out.toString())
        .contains("✗ add Road.kilometres: F64", "required_property: ", "@rename_from(\"km\")")
        .contains("DATA IS LOST by this change:", "  Road.km: its values in 0 rows")
        .contains("2 steps, 1 refused");
    assertThat(schema("apply", "--allow-drop", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("error: Cannot add Road.kilometres: F64:", "help: ");
  }

  @Test
  void aWrongCallIsExitCodeTwo() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("qeury")).isEqualTo(2);
    assertThat(err.toString())
        .contains("error: There is no command `qeury`", "Did you mean `query`?");
  }

  @Test
  void aCommandThatIsMadeAloneSaysTheSameAsAmongTheOthers() {
    for (String command :
        List.of(
            "init",
            "load",
            "query",
            "mutate",
            "lint",
            "schema",
            "branch",
            "log",
            "commits",
            "snapshot",
            "optimize",
            "cleanup",
            "repair")) {
      assertThat(run(command, "--help")).isZero();
      String alone = out.toString();
      out.getBuffer().setLength(0);
      assertThat(run("help", command)).isZero();

      assertThat(alone).isEqualTo(out.toString()).startsWith("Usage: omnigraph " + command);
      out.getBuffer().setLength(0);
    }
    assertThat(run("help")).isZero();
    assertThat(out.toString()).containsSubsequence("init", "query", "schema", "repair", "help");
  }

  private int graph(String command, String... arguments) {
    String[] line = new String[arguments.length + 3];
    line[0] = command;
    line[1] = "--graph";
    line[2] = folder.resolve("graph").toString();
    System.arraycopy(arguments, 0, line, 3, arguments.length);
    return run(line);
  }

  private int schema(String command, String... arguments) {
    String[] line = new String[arguments.length + 4];
    line[0] = "schema";
    line[1] = command;
    line[2] = "--graph";
    line[3] = folder.resolve("graph").toString();
    System.arraycopy(arguments, 0, line, 4, arguments.length);
    return run(line);
  }

  private int run(String... line) {
    return Main.run(
        new ByteArrayInputStream(piped.getBytes(StandardCharsets.UTF_8)),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        line);
  }
}
