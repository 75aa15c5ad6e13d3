package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.Graph;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.testkit.CountingS3;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoragesTest {

  @Test
  void aGraphInABucketIsReachedThroughTheEnvironment() {
    try (CountingS3 s3 = CountingS3.start("towns")) {
      Map<String, String> environment = environment(s3);
      byte[] line =
          "{\"type\":\"Town\",\"data\":{\"name\":\"Ulm\"}}".getBytes(StandardCharsets.UTF_8);

      try (Graph made =
          Graph.create(
              Storages.make("s3://towns/a/b", environment),
              "node Town { name: String @key }",
              "town.pg",
              "tester")) {
        made.load(
            new LoadRequest(
                "in", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "tester"), null),
            new ByteArrayInputStream(line),
            lines -> {});
      }

      try (Graph opened = Graph.open(Storages.open("s3://towns/a/b", environment))) {
        assertThat(opened.snapshot(ReadAt.main()).tables())
            .singleElement()
            .satisfies(table -> assertThat(table.rows()).isEqualTo(1));
      }
      assertThat(s3.objects("towns").keySet()).allMatch(key -> key.startsWith("a/b/"));
    }
  }

  @Test
  void doctorChecksCredentialsClockAndRightsOfABucketAndShowsNoSecret() {
    try (CountingS3 s3 = CountingS3.start("towns")) {
      Map<String, String> environment = environment(s3);
      Graph.create(
              Storages.make("s3://towns/a", environment),
              "node Town { name: String @key }",
              "town.pg",
              "tester")
          .close();
      StringWriter out = new StringWriter();
      PrintWriter printer = new PrintWriter(out, true);
      Surroundings surroundings =
          Surroundings.plain(
                  InputStream.nullInputStream(), OutputStream.nullOutputStream(), printer, printer)
              .in(environment);

      assertThat(Main.run(surroundings, "doctor", "--graph", "s3://towns/a")).isZero();
      assertThat(out.toString())
          .contains("credentials   an access key of the environment", "clock ", "create only ")
          .contains("ok    graph state   branch main")
          .contains("caller        local:", ", as this system calls its user\n")
          .doesNotContain(CountingS3.SECRET_KEY, "fail");
      assertThat(s3.objects("towns").keySet()).noneMatch(key -> key.contains("__probe"));
    }
  }

  @Test
  void aGraphInABucketIsMadeGivenQueriesAndPoliciesAndDeleted(@TempDir Path folder)
      throws IOException {
    String schema =
        Files.writeString(folder.resolve("town.pg"), "node Town { name: String @key }").toString();
    String queries =
        Files.writeString(
                folder.resolve("town.gq"),
                "query add($name: String) { insert Town { name: $name } }\n"
                    + "query all() { match { $t: Town } return { $t.name } }")
            .toString();
    String policy =
        Files.writeString(
                folder.resolve("all.cedar"),
                "permit(principal, action, resource in Graph::\"b\");\n"
                    + "forbid(principal, action == Action::\"admin\", resource);")
            .toString();
    try (CountingS3 s3 = CountingS3.start("towns")) {
      Map<String, String> environment = new HashMap<>(environment(s3));
      environment.put("OMNIGRAPH_GRAPH", "s3://towns/a/b");

      assertThat(run(environment, "init", "--schema", schema)).startsWith("0: A graph of 1 node");
      assertThat(run(environment, "queries", "put", queries)).startsWith("0:   added town.gq");
      assertThat(run(environment, "policy", "put", policy)).startsWith("0:   added all.cedar");
      assertThat(run(environment, "call", "add", "name=Ulm")).startsWith("0: 1 node and 0 edges");
      assertThat(run(environment, "call", "all", "--json")).startsWith("0: {\"t.name\":\"Ulm\"}");
      assertThat(run(environment, "delete", "--confirm", "b"))
          .contains("may not administer the graph");
      environment.put(
          "OMNIGRAPH_ACCESS_ADMINISTRATORS", "local:" + System.getProperty("user.name"));
      assertThat(run(environment, "delete", "--confirm", "b")).startsWith("0: graph b deleted");
      assertThat(run(environment, "snapshot")).startsWith(ExitCodes.NOT_FOUND + ": ");
    }
  }

  /** The exit code, and what was printed. */
  private static String run(Map<String, String> environment, String... line) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out, true);
    int code =
        Main.run(
            Surroundings.plain(
                    InputStream.nullInputStream(),
                    OutputStream.nullOutputStream(),
                    printer,
                    printer)
                .in(environment),
            line);
    return code + ": " + out;
  }

  private static Map<String, String> environment(CountingS3 s3) {
    return Map.of(
        "AWS_ENDPOINT_URL",
        s3.endpoint().toString(),
        "AWS_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        CountingS3.ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY",
        CountingS3.SECRET_KEY);
  }

  @Test
  void aPlaceThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Storages.open("http://towns", Map.of()))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("http");
  }
}
