package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that are stored with a branch, listed, shown and called by their names. */
class StoredQueriesTest {
  private static final String TOWNS =
      """
      // What there is.
      query town($name: String, $tags: [String]?) @description("one town") {
        match { $t: Town { name: $name } }
        return { $t.name, $t.people, $tags as tags }
      }

      query all() { match { $t: Town } return { $t.name } order { $t.name } }
      """;
  private static final String GROW =
      "query grow($name: String, $people: I32) {\n"
          + "  update Town set { people: $people } where name = $name\n}\n";

  private @TempDir Path folder;
  private Terminal terminal = new Terminal(Path.of(""));

  @BeforeEach
  void storeQueries() throws IOException {
    terminal = new Terminal(folder.resolve("graph"));
    Files.createDirectories(folder.resolve("queries/writes"));
    Files.writeString(folder.resolve("queries/towns.gq"), TOWNS);
    Files.writeString(folder.resolve("queries/writes/grow.gq"), GROW);
    Files.writeString(folder.resolve("queries/readme.md"), "not a query");
    Path schema =
        Files.writeString(
            folder.resolve("town.pg"), "node Town { name: String @key  people: I32? }");
    terminal.graph("init", "--schema", schema.toString());
    terminal.pipe("{\"type\":\"Town\",\"data\":{\"name\":\"123\",\"people\":7}}\n");
    terminal.graph("load", "-");
    assertThat(terminal.graph("queries put", queries())).as(terminal.err()).isZero();
    assertThat(terminal.out()).contains("  added towns.gq", "  added writes/grow.gq", "2 files");
    terminal.clear();
  }

  @Test
  void theListSaysWhatEachTakesAndReturns() {
    assertThat(terminal.graph("queries list", "--format", "csv")).isZero();

    assertThat(terminal.out().lines())
        .containsExactly(
            "query,kind,parameters,columns,description,file",
            "town,read,\"$name: String, $tags: [String]?\","
                + "\"t.name: String, t.people: I32?, tags: [String]?\",one town,towns.gq",
            "all,read,\"\",t.name: String,,towns.gq",
            "grow,write,\"$name: String, $people: I32\",\"\",,writes/grow.gq");
  }

  @Test
  void aQueryIsShownAloneByItsName() {
    assertThat(terminal.graph("queries show", "all")).isZero();
    assertThat(terminal.out())
        .isEqualTo("query all() { match { $t: Town } return { $t.name } order { $t.name } }\n");

    assertThat(terminal.graph("queries show", "tawn")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(terminal.err())
        .contains("There is no stored query `tawn`", "help: Did you mean `town`?");
  }

  @Test
  void aCallReadsItsArgumentsAsTheStoredQueryDeclaresThem() {
    assertThat(terminal.graph("call", "--json", "town", "name=123", "tags=a")).isZero();
    assertThat(terminal.graph("call", "--format", "csv", "all")).isZero();

    assertThat(terminal.out().lines())
        .containsExactly("{\"t.name\":\"123\",\"t.people\":7,\"tags\":[\"a\"]}", "t.name", "123");
  }

  @Test
  void aCallThatWritesIsACommitAndTellsWhatChanged() {
    assertThat(terminal.graph("call", "--format", "csv", "grow", "name=123", "people=8")).isZero();
    assertThat(terminal.out()).startsWith("affected_nodes,affected_edges,commit\n1,0,");
    terminal.clear();

    assertThat(terminal.graph("call", "grow", "name=123", "people=9")).isZero();
    assertThat(terminal.out()).startsWith("1 node and 0 edges changed · commit ");
    terminal.clear();

    terminal.graph("call", "--json", "town", "name=123");
    assertThat(terminal.out()).contains("\"t.people\":9");
  }

  @Test
  void aCallReadsThePastAndDoesNotWriteIt() {
    terminal.graph("commits", "-n", "1", "--format", "csv");
    String then = terminal.out().lines().skip(1).findFirst().orElseThrow().split(",")[0];
    terminal.graph("call", "grow", "name=123", "people=8");
    terminal.clear();

    assertThat(terminal.graph("call", "--json", "--at", then, "town", "name=123")).isZero();
    assertThat(terminal.out()).contains("\"t.people\":7");
    assertThat(terminal.graph("call", "--at", then, "grow", "name=123", "people=1"))
        .isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("`grow` writes.");
  }

  @Test
  void whatIsStoredAndNotSentAgainGoesAndTheSameIsNotStoredTwice() {
    assertThat(terminal.graph("queries put", queries())).isZero();
    assertThat(terminal.out()).startsWith("nothing to do · commit ");
    terminal.clear();

    assertThat(terminal.graph("queries put", queries() + "/towns.gq")).isZero();
    assertThat(terminal.out()).startsWith("  removed writes/grow.gq\n1 file stored anew");
    terminal.clear();

    assertThat(terminal.graph("queries put", "--none", "--expect", "other"))
        .isEqualTo(ExitCodes.CONFLICT);
    assertThat(terminal.graph("queries put", "--none")).isZero();
    assertThat(terminal.out()).startsWith("  removed towns.gq\n");
  }

  @Test
  void noFileIsNotTakenForAllThatAreStored() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));

    assertThat(terminal.graph("queries put")).isEqualTo(ExitCodes.USAGE);
    assertThat(terminal.err()).contains("`--none` takes away all that are stored");
    assertThat(terminal.graph("queries put", empty.toString())).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("There is no file *.gq in " + empty);
    assertThat(terminal.graph("queries put", "--none", queries())).isEqualTo(ExitCodes.USAGE);
    assertThat(terminal.graph("queries put", queries(), queries())).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("Two of the files have the name towns.gq.");

    terminal.clear();
    terminal.graph("queries list", "--format", "csv");
    assertThat(terminal.out().lines()).hasSize(4);
  }

  @Test
  void aMistakeIsToldAtItsPlaceAndNothingIsStored() throws IOException {
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.gq"), "query q() { match { $t: Twon } return { $t.name } }");

    assertThat(terminal.graph("queries put", wrong.toString())).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("wrong.gq:1:25", "Did you mean `Town`?");
    assertThat(terminal.graph("call", "all")).isZero();
  }

  private String queries() {
    return folder.resolve("queries").toString();
  }
}
