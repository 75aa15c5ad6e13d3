package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line as a native executable, which nothing but itself and Lance's library is needed
 * for.
 */
class ExecutableIT {
  private static final Path EXECUTABLE = Path.of("target/native/omnigraph").toAbsolutePath();
  private static final Path FLIGHTS = Path.of("../../infra/example/flights").toAbsolutePath();

  private @TempDir Path folder;

  private record Ended(int code, String out, String err) {}

  @Test
  void aGraphIsMadeLoadedAskedChangedAndKept() throws Exception {
    assertThat(graph("init", "--schema", FLIGHTS + "/flights.pg").code()).isZero();
    assertThat(graph("load", FLIGHTS + "/flights.jsonl").out())
        .contains("3,376 Airport, 5,366 Route read");

    assertThat(query("airport", "iata=LAS"))
        .isEqualTo(
            new Ended(
                0,
                """
                {"a.iata":"LAS","a.name":"McCarran International","a.city":"Las Vegas",\
                "a.state":"NV","a.latitude":36.08036111,"a.longitude":-115.1523333}
                """,
                ""));
    assertThat(
            graph(
                    "mutate",
                    "-f",
                    FLIGHTS + "/flights.gq",
                    "rename_airport",
                    "iata=LAS",
                    "name=Harry Reid")
                .code())
        .isZero();
    assertThat(query("airport", "iata=LAS").out()).contains("\"a.name\":\"Harry Reid\"");
    assertThat(query("within_two", "from=LAS", "state=HI").out()).contains("HNL");
    assertThat(graph("optimize").code()).isZero();
    assertThat(query("direct", "from=LAS", "state=HI").out()).contains("HNL");
    assertThat(graph("cleanup").code()).isZero();
    assertThat(graph("repair").out()).contains("everything fits");
    assertThat(graph("commits").out()).contains("mutate", "optimize");
  }

  @Test
  void whatGoesWrongIsSaidAsOnAJvm() throws Exception {
    assertThat(query("airport", "iata=LAS").code()).isEqualTo(1);
    assertThat(run("qeury").err()).contains("Did you mean `query`?");
    Path wrong = Files.writeString(folder.resolve("wrong.pg"), "node Town { name: Strang @key }");

    Ended ended = graph("init", "--schema", wrong.toString());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("wrong.pg:1:", "Did you mean `String`?");
  }

  @Test
  void itsHelpIsThatOfTheJvm() throws Exception {
    assertThat(run("help").out()).startsWith("Usage: omnigraph").contains("query", "repair");
    assertThat(run("schema", "plan", "--help").out()).startsWith("Usage: omnigraph schema plan");
    assertThat(run("--version").out()).startsWith("omnigraph 0.");
  }

  private Ended query(String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("--json", "-f", FLIGHTS + "/flights.gq"));
    line.addAll(List.of(words));
    return graph("query", line.toArray(String[]::new));
  }

  private Ended graph(String command, String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(command, "-g", folder.resolve("graph").toString()));
    line.addAll(List.of(words));
    return run(line.toArray(String[]::new));
  }

  private Ended run(String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(EXECUTABLE.toString()));
    line.addAll(List.of(words));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder process =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    // Neither a Java nor a copy of the library that another process has made.
    process.environment().clear();
    int code = process.start().waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err));
  }
}
