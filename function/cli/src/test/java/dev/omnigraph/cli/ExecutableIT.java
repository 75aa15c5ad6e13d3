package dev.omnigraph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

  private static final Path LIBRARY = Path.of("../../infra/example/library").toAbsolutePath();

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
    assertThat(query("airport", "iata=LAS").code()).isEqualTo(ExitCodes.NOT_FOUND);
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

  @Test
  void aGraphBehindAUrlIsAskedWithATokenAndItsFailuresAreTold() throws Exception {
    String answer =
        "{\"branches\":[{\"branch\":\"main\",\"head\":\"X-1\",\"fork\":null,"
            + "\"created_at\":\"then\",\"created_by\":\"ann\"}]}";
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/graphs/towns/branches",
        exchange -> {
          byte[] body = answer.getBytes(UTF_8);
          boolean isKnown =
              "Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(isKnown ? 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/graphs/towns";
      Path token = Files.writeString(folder.resolve("token"), "t0ken");
      Files.writeString(
          folder.resolve("config.properties"),
          "play.graph=" + url + "\nplay.token_file=" + token + "\n");

      Ended listed = run("branch", "list", "--profile", "play", "--format", "csv");

      assertThat(listed.out()).contains("\nmain,X-1,");
      assertThat(run("branch", "list", "-g", url).code()).isEqualTo(ExitCodes.DENIED);
      assertThat(run("branch", "list", "-g", "https://no.such.host.invalid/graphs/g").err())
          .contains("There is no host no.such.host.invalid.");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void theShellRunsWhatIsPipedIn() throws Exception {
    graph("init", "--schema", FLIGHTS + "/flights.pg");
    Path typed =
        Files.writeString(
            folder.resolve("typed"),
            "insert Airport { iata: \"XYZ\", name: \"Nowhere\", country: \"USA\", latitude: 1.5,\n"
                + "  longitude: 2.5 }\n"
                + ":format ndjson\nmatch { $a: Airport }\nreturn { $a.iata }\n");

    Ended ended = run(typed, "shell", "-g", folder.resolve("graph").toString());

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("{\"a.iata\":\"XYZ\"}");
  }

  @Test
  void doctorVersionAndCompletionAreThere() throws Exception {
    graph("init", "--schema", FLIGHTS + "/flights.pg");

    assertThat(graph("doctor").out()).contains("ok    write", "ok    graph state");
    assertThat(run("version").out()).contains("native executable of Java");
    assertThat(run("completion", "bash").out()).contains("_complete_omnigraph");
    assertThat(run("completion", "fish").out()).contains("__fish_use_subcommand");
    assertThat(run("profile", "set", "play", "graph=/data").code()).isZero();
    assertThat(run("profile", "list").out()).contains("play");
  }

  @Test
  void aProjectFolderIsTestedAppliedAndServedToAnAgent() throws Exception {
    Path messages =
        Files.writeString(
            folder.resolve("messages"),
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}\n"
                + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":"
                + "{\"name\":\"on_loan\",\"arguments\":{\"name\":\"Mia\"}}}\n");

    assertThat(run("test", LIBRARY.toString()).out()).endsWith("7 tests, 0 failed\n");
    assertThat(graph("init", "--schema", LIBRARY + "/graph.pg").code()).isZero();
    assertThat(graph("apply", LIBRARY.toString()).out()).contains("2 steps done");
    assertThat(graph("plan", LIBRARY.toString()).out()).contains("nothing to do");
    assertThat(
            run("policy", "check", "-g", folder.resolve("graph").toString(), "user:eve", "change")
                .code())
        .isEqualTo(1);
    Ended served = run(messages, "mcp", "-g", folder.resolve("graph").toString());

    assertThat(served.err()).isEmpty();
    assertThat(served.out().lines()).hasSize(2);
    assertThat(served.out()).contains("\"name\":\"on_loan\"", "\"rows\":[]");
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
    return run(Path.of("/dev/null"), words);
  }

  private Ended run(Path piped, String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(EXECUTABLE.toString()));
    line.addAll(List.of(words));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder process =
        new ProcessBuilder(line)
            .redirectInput(piped.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // Neither a Java nor a copy of the library that another process has made.
    process.environment().clear();
    process.environment().put("OMNIGRAPH_CONFIG", folder.resolve("config.properties").toString());
    int code = process.start().waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err));
  }
}
