package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How commands are called, and what is said to those who call them wrongly. */
class CallsTest {
  private static final String SCHEMA =
      """
      node Town { name: String @key  people: I32?  tags: [String]? }
      edge Road: Town -> Town { km: F64? }
      """;
  private static final String QUERIES =
      """
      query town($name: String, $tags: [String]?) {
        match { $t: Town { name: $name } }
        return { $t.name, $tags as tags }
      }
      query all() { match { $t: Town } return { $t.name } }
      """;

  private @TempDir Path folder;
  private Terminal terminal = new Terminal(Path.of(""));
  private String schema = "";
  private String queries = "";

  @BeforeEach
  void makeAGraph() throws IOException {
    terminal = new Terminal(folder.resolve("graph"));
    schema = Files.writeString(folder.resolve("town.pg"), SCHEMA).toString();
    queries = Files.writeString(folder.resolve("town.gq"), QUERIES).toString();
    terminal.graph("init", "--schema", schema);
    terminal.pipe(
        "{\"type\":\"Town\",\"data\":{\"name\":\"123\"}}\n"
            + "{\"edge\":\"Road\",\"from\":\"123\",\"to\":\"123\"}\n");
    terminal.graph("load", "-");
    terminal.clear();
  }

  @Test
  void argumentsAreReadAsTheTypesThatTheQueryDeclares() {
    terminal.graph("query", "--json", "-f", queries, "town", "name=123", "tags=t1");
    terminal.graph("query", "--json", "-f", queries, "town", "name=\"123\"", "tags=[\"a\",\"b\"]");
    terminal.graph("query", "--json", "-f", queries, "town", "name=123", "tags=null");

    assertThat(terminal.out().lines())
        .containsExactly(
            "{\"t.name\":\"123\",\"tags\":[\"t1\"]}",
            "{\"t.name\":\"123\",\"tags\":[\"a\",\"b\"]}",
            "{\"t.name\":\"123\",\"tags\":null}");
  }

  @Test
  void aMisspeltBranchIsToldWithTheOneThatWasMeant() {
    assertThat(terminal.graph("snapshot", "--branch", "mian")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(terminal.err()).contains("There is no branch mian.", "help: Did you mean `main`?");

    terminal.clear();
    assertThat(terminal.graph("query", "-b", "draft", "-f", queries, "all"))
        .isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(terminal.err()).contains("There is no branch draft.", "help: The branches: `main`.");
  }

  @Test
  void theFileOfQueriesMayComeFirst() {
    assertThat(terminal.graph("query", "--json", queries, "all")).isZero();
    assertThat(terminal.graph("query", "--json", queries, "town", "name=123")).isZero();
    assertThat(terminal.out()).contains("{\"t.name\":\"123\"}", "\"tags\":null");

    assertThat(terminal.graph("query", "name=1")).isEqualTo(1);
    assertThat(terminal.err()).contains("No file of queries was named");
  }

  @Test
  void lintTakesTheSchemaOfTheGraphWhereNoneIsNamed() {
    assertThat(terminal.graph("lint", queries)).isZero();

    assertThat(terminal.out()).contains("read town($name: String, $tags: [String]?)");
    assertThat(terminal.run("lint", "--graph", "", queries)).isEqualTo(1);
    assertThat(terminal.err()).contains("Name a file with --schema, or a graph with --graph");
  }

  @Test
  void aTimeIsAskedForAsOverHttp() {
    assertThat(terminal.graph("query", "--as-of", "yesterday", queries, "all")).isEqualTo(2);

    assertThat(terminal.err())
        .contains("\"yesterday\" is not a time with an offset; write it like 2026-01-31T12:00:00Z")
        .doesNotContain("java");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many"})
  void aLimitIsANumberFromOneOn(String limit) {
    assertThat(terminal.graph("commits", "--limit=" + limit)).isEqualTo(2);

    assertThat(terminal.err()).contains("\"" + limit + "\" is not a limit");
  }

  @Test
  void oneCommitIsShownByItsId() {
    terminal.graph("commits", "-n", "1");
    String id = terminal.out().lines().skip(2).findFirst().orElseThrow().split(" ")[0];
    terminal.clear();

    assertThat(terminal.graph("commits", id)).isZero();
    assertThat(terminal.out().lines()).hasSize(3).last().asString().startsWith(id);
    assertThat(terminal.graph("commits", "none")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(terminal.err()).contains("Branch \"main\" has no commit \"none\".");
  }

  @Test
  void aCommandThatIsNotThereIsAnsweredWithThoseThatAre() {
    assertThat(terminal.run("frobnicate", "it")).isEqualTo(2);

    assertThat(terminal.err())
        .contains("There is no command `frobnicate`", "The commands: init, load, ")
        .doesNotContain("Did you mean");
  }

  @Test
  void anOptionThatIsNotThereIsAnsweredWithTheNearest() {
    assertThat(terminal.graph("snapshot", "--brnach", "draft")).isEqualTo(2);

    assertThat(terminal.err()).contains("no option `--brnach`", "Did you mean `--branch`?");
  }

  @Test
  void helpIsACommandToo() {
    assertThat(terminal.run("help", "load")).isZero();

    assertThat(terminal.out()).contains("Usage: omnigraph load", "--create-from");
  }

  @Test
  void onlyWritesAskForAnActorAndWhatIsAboutAllBranchesAsksForNone() {
    for (String read :
        List.of("query", "snapshot", "commits", "log", "lint", "repair", "cleanup")) {
      assertThat(help(read)).as(read).doesNotContain("--actor");
    }
    for (String all : List.of("repair", "cleanup", "init")) {
      assertThat(help(all)).as(all).doesNotContain("--branch");
    }
    assertThat(help("load"))
        .contains("--actor", "--branch", "The branch. Default: the profile's, or main.");
  }

  @Test
  void dropsAreShownWithTheirRowsAndMadeOnlyWhenAllowed() throws IOException {
    String next =
        Files.writeString(
                folder.resolve("next.pg"), "node Town { name: String @key  tags: [String]? }")
            .toString();

    assertThat(terminal.graph("schema plan", next)).isZero();
    assertThat(terminal.out())
        .contains(
            "DATA IS LOST by this change:",
            "  Road: all of 1 row",
            "  Town.people: its values in 1 row");
    assertThat(terminal.graph("schema apply", next)).isEqualTo(1);
    assertThat(terminal.err())
        .contains("error: DATA IS LOST", "Road: all of 1 row", "help: Write --allow-drop");
    assertThat(terminal.graph("snapshot")).isZero();
    assertThat(terminal.out()).contains("Road");
    assertThat(terminal.graph("schema apply", "--allow-drop", next)).isZero();
    assertThat(terminal.out()).contains("2 steps done");
  }

  @Test
  void aPlaceThatCannotBeAGraphIsTheCallersMistake() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(terminal.run("init", "-g", file.resolve("x").toString(), "--schema", schema))
        .isEqualTo(ExitCodes.DENIED);
    assertThat(terminal.run("init", "-g", file.toString(), "--schema", schema))
        .isEqualTo(ExitCodes.DENIED);
    assertThat(terminal.graph("query", folder.toString(), "all")).isEqualTo(1);

    assertThat(terminal.err())
        .contains("cannot be made", "it is a folder")
        .doesNotContain("defect");
  }

  @Test
  void aStoreWithoutAnAddressIsTheCallersMistake() {
    for (String endpoint : List.of("localhost:9000", "::", "ftp://x")) {
      assertThatThrownBy(
              () ->
                  Storages.open(
                      "s3://towns/x",
                      Map.of("AWS_REGION", "eu-west-1", "AWS_ENDPOINT_URL", endpoint)))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("AWS_ENDPOINT_URL");
    }
  }

  private String help(String command) {
    terminal.clear();
    terminal.run(command, "-h");
    return terminal.out();
  }
}
