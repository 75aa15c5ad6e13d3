package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.error.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts rely on: formats, their shapes, and exit codes. */
class OutputTest {
  private static final String QUERY =
      "query all() { match { $t: Town } return { $t.name, $t.people, $t.tags } order { $t.name } }";

  private @TempDir Path folder;
  private Terminal terminal = new Terminal(Path.of(""));
  private String query = "";

  @BeforeEach
  void makeAGraph() throws IOException {
    terminal = new Terminal(folder.resolve("graph"));
    Path schema =
        Files.writeString(
            folder.resolve("town.pg"),
            "node Town { name: String @key  people: I32?  tags: [String]? }");
    query = Files.writeString(folder.resolve("town.gq"), QUERY).toString();
    terminal.graph("init", "--schema", schema.toString());
    terminal.pipe(
        """
        {"type":"Town","data":{"name":"Ulm, \\"old\\"","people":126,"tags":["a","b"]}}
        {"type":"Town","data":{"name":""}}
        """);
    terminal.graph("load", "-");
    terminal.clear();
  }

  @Test
  void csvHasAHeaderQuotesWhatNeedsItAndTellsNoValueFromAnEmptyText() {
    assertThat(terminal.graph("query", "--format", "csv", query)).isZero();

    assertThat(terminal.out())
        .isEqualTo(
            """
            t.name,t.people,t.tags
            "",,
            "Ulm, ""old""\",126,"[""a"",""b""]"
            """);
  }

  @Test
  void jsonIsTheAnswerOfTheApiAsOneObject() {
    assertThat(terminal.graph("query", "--format", "json", query)).isZero();
    assertThat(terminal.graph("branch list", "--json")).isZero();
    assertThat(terminal.graph("snapshot", "--json")).isZero();

    assertThat(terminal.out().lines())
        .hasSize(3)
        .satisfiesExactly(
            rows ->
                assertThat(rows)
                    .startsWith("{\"query\":\"all\",\"commit\":\"")
                    .contains("\"columns\":[{\"name\":\"t.name\",\"type\":\"String\"}")
                    .contains("\"rows\":[{\"t.name\":\"\",\"t.people\":null,\"t.tags\":null}")
                    .contains("\"profile\":{\"elapsed_ms\":"),
            branches ->
                assertThat(branches)
                    .startsWith("{\"branches\":[{\"branch\":\"main\",\"branch_id\":\"")
                    .contains("\"head\":\"", "\"seq\":2", "\"created_by\":\"", "\"fork\":null}]}"),
            state ->
                assertThat(state)
                    .startsWith("{\"branch\":\"main\",")
                    .contains("\"tables\":[{\"type\":\"Town\",\"kind\":\"node\",", "\"rows\":2"));
  }

  @Test
  void ndjsonIsAnElementALine() {
    assertThat(terminal.graph("commits", "--format", "ndjson")).isZero();
    assertThat(terminal.graph("query", "--format", "ndjson", query)).isZero();

    assertThat(terminal.out().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
  }

  @Test
  void aFailureIsOneObjectWhereJsonWasAskedFor() {
    assertThat(terminal.graph("branch show", "none", "--json")).isEqualTo(ExitCodes.NOT_FOUND);

    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err())
        .isEqualTo(
            """
            {"error":"There is no branch none.","code":"branch_not_found",\
            "next_step":"The branches: `main`.","details":{"branch":"none"}}
            """);
  }

  @Test
  void whatIsNoTableIsNotPrintedAsCsvAndAnUnknownFormatIsTold() {
    assertThat(terminal.graph("branch show", "main", "--format", "csv")).isEqualTo(2);
    assertThat(terminal.graph("commits", "--format", "xml")).isEqualTo(2);
    assertThat(terminal.graph("commits", "--format", "csv", "--json")).isEqualTo(2);

    assertThat(terminal.err())
        .contains("`--format csv` is for rows and lists")
        .contains("unknown format \"xml\"; use `table`, `json`, `ndjson`, `csv`")
        .contains("`--json` and `--format` both say how to print");
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID, 1",
    "TOO_LARGE, 1",
    "NOT_FOUND, 3",
    "GONE, 3",
    "CONFLICT, 4",
    "PRECONDITION, 4",
    "FORBIDDEN, 5",
    "UNAVAILABLE, 6",
    "UNKNOWN_OUTCOME, 7",
    "INTERNAL, 8"
  })
  void anExitCodeTellsTheKindOfAFailure(ErrorKind kind, int code) {
    assertThat(ExitCodes.of(kind)).isEqualTo(code);
  }

  @Test
  void commandsEndWithTheCodeOfWhatWentWrong() {
    assertThat(terminal.graph("branch create", "main")).isEqualTo(ExitCodes.CONFLICT);
    assertThat(terminal.graph("snapshot", "-b", "none")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(terminal.graph("snapshot", "--nonsense")).isEqualTo(ExitCodes.USAGE);
    assertThat(terminal.graph("query", query, "none")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(terminal.run("snapshot", "-g", "http://127.0.0.1:1/graphs/towns"))
        .isEqualTo(ExitCodes.UNAVAILABLE);
    assertThat(terminal.run("snapshot", "-g", "http://127.0.0.1:1/towns"))
        .isEqualTo(ExitCodes.WRONG);
  }

  @ParameterizedTest
  @CsvSource({
    "true, '', xterm, true",
    "true, 1, xterm, false",
    "true, '', dumb, false",
    "false, '', xterm, false"
  })
  void coloursAreForTerminalsThatHaveThemAndPeopleWhoWantThem(
      boolean isTerminal, String noColour, String kind, boolean coloured) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out, true);
    Surroundings surroundings =
        new Surroundings(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            printer,
            printer,
            Map.of(
                "NO_COLOR",
                noColour,
                "TERM",
                kind,
                "HOME",
                folder.toString(),
                "OMNIGRAPH_GRAPH",
                folder.resolve("graph").toString()),
            isTerminal,
            false,
            Waiting.Ticks.seconds());

    Main.run(surroundings, "feed", "--start", "beginning");

    assertThat(out.toString().contains("\u001b[32m+ Town")).isEqualTo(coloured);
  }
}
