package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests of a project folder are run on a graph of their own. */
class TestCommandTest {
  private static final String SCHEMA =
      "node Person { name: String @key  age: I32?  @range(age, 0..150) }\n";
  private static final String QUERIES =
      """
      query people($least: I32?) {
        match { $p: Person  $p.age >= $least } return { $p.name, $p.age } order { $p.name }
      }
      query rename($from: String, $age: I32) { update Person set { age: $age } where name = $from }
      """;
  private static final String DATA =
      """
      {"type":"Person","data":{"name":"ann","age":31}}
      {"type":"Person","data":{"name":"bob","age":42}}
      """;
  private static final String ALL = "query all() { match { $p: Person } return { $p.age } }\n";

  private @TempDir Path folder;
  private Terminal terminal = new Terminal(Path.of(""));

  @BeforeEach
  void makeAProject() throws IOException {
    terminal = new Terminal(folder);
    write("graph.pg", SCHEMA);
    write("queries/people.gq", QUERIES);
    write("tests/people.jsonl", DATA);
  }

  @Test
  void aStoredQueryAndAQueryOfTheTestAreComparedWithWhatIsExpected() throws IOException {
    write(
        "tests/people.json",
        "{\"params\": {\"least\": 40}, \"expect\": [{\"p.name\": \"bob\", \"p.age\": 42.0}]}");
    write("tests/all.gq", ALL);
    write("tests/all.json", "{\"expect\": [{\"p.age\": 42}, {\"p.age\": 31}]}");

    assertThat(test()).as(terminal.out() + terminal.err()).isZero();

    assertThat(terminal.out())
        .isEqualTo("ok    tests/all\nok    tests/people\n2 tests, 0 failed\n");
  }

  @Test
  void whatDiffersIsShownRowByRow() throws IOException {
    write(
        "tests/people.json",
        "{\"params\":{\"least\":0},\"expect\":[{\"p.name\":\"ann\",\"p.age\":31},"
            + "{\"p.name\":\"bob\",\"p.age\":43}]}");

    assertThat(test()).isEqualTo(ExitCodes.WRONG);

    assertThat(terminal.out())
        .isEqualTo(
            """
            FAIL  tests/people
                    - expected, + answered:
                    - {"p.name":"bob","p.age":43}
                    + {"p.name":"bob","p.age":42}
            1 test, 1 failed
            """);
  }

  @Test
  void theOrderCountsWhereTheQueryHasOneOrTheTestSaysSo() throws IOException {
    String rows = "[{\"p.name\":\"bob\",\"p.age\":42},{\"p.name\":\"ann\",\"p.age\":31}]";
    write("tests/people.json", "{\"params\":{\"least\":0},\"expect\":" + rows + "}");
    write(
        "tests/in-any.json",
        "{\"query\":\"people\",\"params\":{\"least\":0},\"ordered\":false,\"expect\":"
            + rows
            + "}");

    assertThat(test()).isEqualTo(ExitCodes.WRONG);

    assertThat(terminal.out())
        .startsWith("ok    tests/in-any\nFAIL  tests/people\n")
        .contains("the rows are in another order, from row 1 on");
  }

  @Test
  void aTestThatWritesIsSeenByItselfOnly() throws IOException {
    String read = "{\"query\":\"people\",\"params\":{\"least\":0},\"expect\":[%s]}";
    write(
        "tests/a.json",
        """
        [{"query": "rename", "params": {"from": "ann", "age": 5}, "expect": [{"affected_nodes": 1, "affected_edges": 0}]},
         %s]
        """
            .formatted(
                read.formatted(
                    "{\"p.name\":\"ann\",\"p.age\":5},{\"p.name\":\"bob\",\"p.age\":42}")));
    write(
        "tests/b.json",
        read.formatted("{\"p.name\":\"ann\",\"p.age\":31},{\"p.name\":\"bob\",\"p.age\":42}"));

    assertThat(test()).as(terminal.out()).isZero();
  }

  @Test
  void anErrorCanBeExpected() throws IOException {
    String step =
        "{\"query\":\"rename\",\"params\":{\"from\":\"ann\",\"age\":%d},\"error\":\"%s\"}";
    write("tests/refused.json", step.formatted(200, "range"));
    write("tests/other.json", step.formatted(200, "unique"));
    write("tests/done.json", step.formatted(20, "range"));

    assertThat(test()).isEqualTo(ExitCodes.WRONG);

    assertThat(terminal.out())
        .contains("ok    tests/refused\n")
        .contains("FAIL  tests/other\n        range: ")
        .contains("FAIL  tests/done\n        the error range was expected, and it answered 1 row");
  }

  @Test
  void updateWritesWhatIsAnsweredAndTheNextRunPasses() throws IOException {
    write("tests/all.gq", ALL);
    write("tests/people.json", "{\"params\":{\"least\":40}}");
    write(
        "tests/both.json",
        "[{\"query\":\"people\",\"params\":{\"least\":50}},{\"query\":\"people\",\"params\":{\"least\":40}}]");
    assertThat(test()).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.out()).contains("no rows are expected yet; --update writes those");
    terminal.clear();

    assertThat(test("--update")).as(terminal.out()).isZero();

    assertThat(terminal.out())
        .contains("new   tests/all\n")
        .endsWith("3 tests, 0 failed, 3 updated\n");
    assertThat(Files.readString(folder.resolve("tests/people.json")))
        .isEqualTo(
            """
            {
              "params": {"least":40},
              "expect": [
                {"p.name":"bob","p.age":42}
              ]
            }
            """);
    assertThat(Files.readString(folder.resolve("tests/both.json")))
        .isEqualTo(
            """
            [
              {
                "query": "people",
                "params": {"least":50},
                "expect": []
              },
              {
                "query": "people",
                "params": {"least":40},
                "expect": [
                  {"p.name":"bob","p.age":42}
                ]
              }
            ]
            """);
    terminal.clear();
    assertThat(test()).as(terminal.out()).isZero();
    assertThat(test("--update")).isZero();
    assertThat(terminal.out()).doesNotContain("updated");
  }

  @Test
  void aMistakeInAQueryOfATestFailsThatTestWithItsPlace() throws IOException {
    write("tests/all.gq", ALL.replace("Person", "Persn"));
    write("tests/people.json", "{\"params\":{\"least\":50},\"expect\":[]}");

    assertThat(test()).isEqualTo(ExitCodes.WRONG);

    assertThat(terminal.out())
        .contains("FAIL  tests/all\n        " + folder.resolve("tests/all.gq:1:27: unknown_type"))
        .contains("ok    tests/people\n");
  }

  @Test
  void aQueryThatIsNotThereOrNotNamedFailsTheTest() throws IOException {
    write("tests/nowhere.json", "{\"expect\":[]}");
    write("tests/empty.json", "[]");
    write("tests/two.gq", ALL + ALL.replace("all", "again"));
    write("tests/two.json", "{\"expect\":[]}");

    assertThat(test()).isEqualTo(ExitCodes.WRONG);

    assertThat(terminal.out())
        .contains("There is no query `nowhere`, beside the test or stored.")
        .contains("does not say which query of")
        .contains("FAIL  tests/empty\n        it runs no query");
  }

  @Test
  void casesOfPoliciesAreDecidedFromBothFolders() throws IOException {
    write(
        "policy/staff.cedar",
        "@id(\"staff\")\npermit(principal in Group::\"staff\", action == Action::\"read\", resource);\n");
    write(
        "policy/staff.cases.json",
        """
        {"cases": [
          {"principal": "user:ann", "groups": ["staff"], "action": "read", "resource": "type:Person", "expect": "allow"},
          {"principal": "user:ann", "groups": ["staff"], "action": "read", "expect": "deny"}]}
        """);
    write(
        "tests/more.cases.json",
        "{\"cases\":[{\"principal\":\"token:ci\",\"action\":\"read\",\"resource\":\"graph\",\"expect\":\"allow\"}]}");

    assertThat(test()).isEqualTo(ExitCodes.WRONG);

    assertThat(terminal.out())
        .isEqualTo(
            """
            ok    policy/staff.cases.json#1 user:ann read type:Person of branch main
            FAIL  policy/staff.cases.json#2 user:ann read branch main
                    deny is expected: user:ann may read branch main: staff permits it
            FAIL  tests/more.cases.json#1 token:ci read the graph
                    allow is expected: token:ci may not read the graph: no policy permits it
            3 tests, 2 failed
            """);
  }

  @Test
  void policiesKnowTheGraphByTheNameOfTheFolderOrTheOneThatIsSaid() throws IOException {
    write("policy/p.cedar", "permit(principal, action, resource in Graph::\"towns\");\n");
    write(
        "policy/p.cases.json",
        "{\"cases\":[{\"principal\":\"user:ann\",\"action\":\"read\",\"expect\":\"allow\"}]}");

    assertThat(test()).isEqualTo(ExitCodes.WRONG);
    assertThat(test("--name", "towns")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"expect\": [}|people.json:1:",
        "{\"expects\": []}|a test has no member \"expects\". Did you mean `expect`?",
        "{\"expect\": {}}|`expect` is a list of rows",
        "{\"expect\": [1]}|`expect` is a list of rows",
        "{\"params\": []}|`params` is an object",
        "{\"ordered\": 1}|`ordered` is true or false",
        "{\"query\": 1}|`query` is a text",
        "{\"expect\": [], \"error\": \"x\"}|either rows or an error can be expected",
        "7|a test is an object, or a list of objects"
      })
  void aMalformedTestIsToldWithItsFile(String text, String why) throws IOException {
    write("tests/people.json", text);

    assertThat(test()).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("tests/people.json").contains(why);
  }

  @Test
  void dataThatCannotBeLoadedAreToldWithFileAndLine() throws IOException {
    write("tests/more.jsonl", DATA + "{\"type\":\"Person\",\"data\":{}}\n");
    write("tests/people.json", "{\"expect\":[]}");

    assertThat(test()).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains(folder.resolve("tests/more.jsonl") + ": line 3: ");
  }

  @Test
  void aProjectWithoutTestsOrWithoutASchemaSaysSo() throws IOException {
    Files.delete(folder.resolve("tests/people.jsonl"));
    assertThat(test()).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("There is no test in");

    Files.delete(folder.resolve("graph.pg"));
    write("tests/people.json", "{\"expect\":[]}");
    assertThat(test()).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("has no graph.pg to make a graph of");
  }

  @Test
  void programsReadTheResultsAsJson() throws IOException {
    write("tests/people.json", "{\"params\":{\"least\":50},\"expect\":[{\"x\":1}]}");

    assertThat(test("--json")).isEqualTo(ExitCodes.WRONG);

    JsonNode json = new ObjectMapper().readTree(terminal.out());
    assertThat(json.path("failed").asInt()).isOne();
    assertThat(json.path("tests").path(0).path("test").asText()).isEqualTo("tests/people");
    assertThat(json.path("tests").path(0).path("result").asText()).isEqualTo("failed");
    assertThat(json.path("tests").path(0).path("detail").isArray()).isTrue();
  }

  @Test
  void nothingIsLeftOfTheGraphWhateverHappens() throws IOException {
    write("tests/people.json", "{\"params\":{\"least\":50},\"expect\":[]}");
    List<Path> before = left();

    assertThat(test()).isZero();
    write("tests/bad.jsonl", "{}\n");
    assertThat(test()).isEqualTo(ExitCodes.WRONG);

    assertThat(left()).isEqualTo(before);
  }

  private static List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("omnigraph-test-"))
          .sorted()
          .toList();
    }
  }

  private int test(String... arguments) {
    List<String> words = new ArrayList<>(List.of("test", folder.toString()));
    words.addAll(List.of(arguments));
    return terminal.run(words.toArray(String[]::new));
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
