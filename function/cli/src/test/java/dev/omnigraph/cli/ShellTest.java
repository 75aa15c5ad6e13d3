package dev.omnigraph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries and writes as they are typed. */
class ShellTest {
  private @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeAGraph() throws IOException {
    Path schema =
        Files.writeString(
            folder.resolve("town.pg"),
            "node Town { name: String @key  people: I32? }  edge Road: Town -> Town { km: F64? }");
    assertThat(run("", "init", "--schema", schema.toString())).isZero();
    assertThat(run("", "branch", "create", "draft")).isZero();
    out.getBuffer().setLength(0);
  }

  @Test
  void whatIsPipedInEndsWithTheCodeOfTheFirstThatFailed() {
    assertThat(run(":branch nowhere\nmatch { $t: Town } return { $t.name }\n", "shell"))
        .isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(run("match { $t: Twon } return { $t.name }\n:branch nowhere\n", "shell"))
        .isEqualTo(ExitCodes.WRONG);
    assertThat(run(":show nothing\n", "shell")).isNotZero();
  }

  @Test
  void whatIsPipedInIsRunInOrderOnTheBranchThatIsSet() {
    int code =
        run(
            """
            insert Town { name: "Ulm", people: 126 }
            :branch draft
            insert Town {
              name: "Bonn"
            }
            query named($name: String) { match { $t: Town { name: $name } } return { $t.people } }
            :format ndjson
            match { $t: Town }
            return { $t.name }
            :branch main
            :run named name=Ulm
            :quit
            match { $t: Town } return { $t.name as never }
            """,
            "shell");

    assertThat(code).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString().lines().filter(line -> line.startsWith("{")))
        .containsExactly("{\"t.name\":\"Bonn\"}", "{\"t.people\":126}");
  }

  @Test
  void storedQueriesAreOtherThanThoseThatAreKept() throws IOException {
    Path stored =
        Files.writeString(
            folder.resolve("stored.gq"), "query all() { match { $t: Town } return { $t.name } }");

    run(
        """
        query named($name: String) { match { $t: Town { name: $name } } return { $t.people } }
        :queries put %s
        :queries
        :queries list --format csv
        :call all --format csv
        """
            .formatted(stored),
        "shell");

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains("  added stored.gq\n", "\nnamed\n", "\nall,read,", "t.name\n");
  }

  @Test
  void mistakesAreToldAndTheShellGoesOn() {
    run(
        """
        match { $t: Twon } return { $t.name }
        :branch mian
        :format xml
        :run nothing
        insert Town { name: "Ulm" }
        :at 2001-01-01T00:00:00Z
        match { $t: Town } return { $t.name }
        :at now
        :commits --limit 1 --format csv
        """,
        "shell");

    assertThat(err.toString())
        .contains("shell:1:13: unknown_type", "Did you mean `Town`?")
        .contains("There is no branch mian", "help: Did you mean `main`?")
        .contains("Unknown format \"xml\"", "No query \"nothing\" is kept")
        .contains("has no commit");
    assertThat(out.toString()).contains("1 node and 0 edges changed", ",mutate,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "match { $t: Town } return { $t.name }",
        ":help",
        "match { nonsense;",
        "insert Town { name: \"}\" }",
        "match { $t Town } return { $t.name }",
        "query a($b: I32) { match { $t: Town } return { $t.name } }"
      })
  void aStatementIsWholeWhenItCanBeReadOrNotMended(String text) {
    assertThat(Statement.isWhole(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "match {",
        "match { $t: Town }",
        "insert Town { name: \"Ulm",
        "query a() {",
        "match { $t: Town\n"
      })
  void aStatementThatLacksItsEndIsGoneOnWith(String text) {
    assertThat(Statement.isWhole(text)).isFalse();
  }

  @Test
  void namesAreCompletedByWhereTheyStand() {
    try (Reach graph =
        Reach.Here.of(Graph.open(GraphStorage.folder(folder.resolve("graph"))), Waits.SILENT)) {
      ShellWords words = new ShellWords(shell(graph));

      assertThat(words.completions("match { $t: To")).containsExactly("Town");
      assertThat(words.completions("match { $t: Town $t.pe")).containsExactly("people");
      assertThat(words.completions("match { $t ro")).containsExactly("road");
      assertThat(words.completions("ret")).containsExactly("return");
      assertThat(words.completions(":br")).containsExactly(":branch");
      assertThat(words.completions(":branch dr")).containsExactly("draft");
      assertThat(words.completions(":format n")).containsExactly("ndjson");
    }
  }

  @Test
  void aTerminalHasHistoryLinesThatGoOnCompletionAndKeysThatDropAndEnd() throws IOException {
    Path history = folder.resolve("history");
    try (Reach graph =
        Reach.Here.of(Graph.open(GraphStorage.folder(folder.resolve("graph"))), Waits.SILENT)) {
      Typing typing = new Typing();
      ShellReader reader = new ShellReader(typing.terminal, new ShellWords(shell(graph)), history);

      typing.type("match { $t: To\t} \rreturn { $t.name }\r");
      assertThat(reader.read("> ")).isEqualTo("match { $t: Town } \nreturn { $t.name }");
      typing.type("match { nothing\u0003");
      assertThat(reader.read("> ")).isEmpty();
      typing.type("\u001b[A\r");
      assertThat(reader.read("> ")).isEqualTo("match { $t: Town } \nreturn { $t.name }");
      typing.type("\u0004");
      assertThat(reader.read("> ")).isNull();
    }
    assertThat(Files.readString(history)).contains("Town");
  }

  /** A terminal at which a test types. */
  private static final class Typing {
    private final LineDisciplineTerminal terminal;

    Typing() throws IOException {
      terminal = new LineDisciplineTerminal("test", "ansi", new ByteArrayOutputStream(), UTF_8);
      terminal.setSize(new Size(80, 24));
    }

    void type(String keys) throws IOException {
      // Keys are typed while nothing is read, so they must not be taken for signals.
      Attributes raw = terminal.getAttributes();
      raw.setLocalFlag(LocalFlag.ISIG, false);
      raw.setLocalFlag(LocalFlag.ICANON, false);
      terminal.setAttributes(raw);
      terminal.processInputBytes(keys.getBytes(UTF_8));
    }
  }

  private Shell shell(Reach graph) {
    return new Shell(
        graph,
        surroundings(""),
        BranchName.MAIN,
        OutputOptions.Format.TABLE,
        "ann",
        GraphException::nextStep);
  }

  private int run(String piped, String... words) {
    return Main.run(surroundings(piped), words);
  }

  private Surroundings surroundings(String piped) {
    return Surroundings.plain(
            new ByteArrayInputStream(piped.getBytes(UTF_8)),
            OutputStream.nullOutputStream(),
            new PrintWriter(out, true),
            new PrintWriter(err, true))
        .in(
            Map.of(
                "OMNIGRAPH_GRAPH", folder.resolve("graph").toString(), "HOME", folder.toString()));
  }
}
