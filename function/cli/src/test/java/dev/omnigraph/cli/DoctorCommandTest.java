package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.cli.remote.Scripted;
import dev.omnigraph.cli.remote.Scripted.Received;
import dev.omnigraph.cli.remote.Scripted.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What doctor finds, and that it leaves nothing. */
class DoctorCommandTest {
  private static final String USER = System.getProperty("user.name");

  private @TempDir Path folder;
  private Terminal terminal = new Terminal(Path.of(""));

  @BeforeEach
  void makeAGraph() throws IOException {
    terminal = new Terminal(folder.resolve("graph"));
    Path schema =
        Files.writeString(
            folder.resolve("town.pg"),
            "node Town { name: String @key }\nnode Secret { name: String @key }");
    terminal.graph("init", "--schema", schema.toString());
    terminal.clear();
  }

  @Test
  void aGraphThatCanBeReadAndWrittenIsWellAndTheProbeIsGone() throws IOException {
    assertThat(terminal.graph("doctor")).isZero();

    assertThat(
            terminal
                .out()
                .lines()
                .map(line -> line.substring(0, Math.min(19, line.length())).strip()))
        .contains(
            "ok    program",
            "ok    configuration",
            "ok    graph",
            "ok    list",
            "ok    write",
            "ok    create only",
            "ok    read",
            "ok    delete",
            "ok    graph state",
            "ok    caller",
            "ok    policies",
            "ok    may")
        .noneMatch(line -> line.startsWith("fail"));
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(Path::toString))
          .noneMatch(file -> file.contains("__probe"));
    }
  }

  @Test
  void withoutPoliciesTheOwnerOfTheFilesMayDoEverything() throws IOException {
    assertThat(terminal.graph("doctor")).isZero();

    String owner = Files.getOwner(folder).getName();
    assertThat(terminal.out())
        .contains(
            "caller        local:%s%s\n"
                .formatted(
                    USER,
                    owner.equals(USER)
                        ? ", who owns the folder"
                        : "; the folder belongs to " + owner))
        .contains("the graph has none, and without any everybody may do everything\n")
        .contains("may           everything (branch main)\n")
        .doesNotContain("may not");
  }

  @Test
  void whoIsHeldToPoliciesIsToldWhatTheyLetItDoAndNothingOfTheRest() throws IOException {
    policy(
        """
        permit(principal is Local, action == Action::"read", resource == Type::"Town");
        permit(principal is Local, action == Action::"optimize", resource);
        """);

    assertThat(terminal.graph("doctor")).isZero();

    assertThat(terminal.out())
        .contains("ok    graph state   branch main is there, and not all of it is yours to read\n")
        .contains("ok    policies      the graph has some, and they decide\n")
        .contains("ok    may           optimize (branch main)\n")
        .contains("ok    may in part   read of Town (branch main)\n")
        .contains("ok    may not       export, change, load, ")
        .doesNotContain("Secret", "at commit");
  }

  @Test
  void toWhomPoliciesLetDoNothingThereIsNoGraphAndTheOwnerHearsOfTheWayOut() throws IOException {
    policy("forbid(principal, action, resource);");

    assertThat(terminal.graph("doctor")).isEqualTo(ExitCodes.WRONG);

    assertThat(terminal.out())
        .contains("fail  graph state   There is no graph graph.\n")
        .contains("set OMNIGRAPH_ACCESS_ADMINISTRATORS=local:" + USER)
        .doesNotContain("at commit");
  }

  @Test
  void anAdministratorIsToldThatPoliciesDoNotBindIt() throws IOException {
    policy("forbid(principal, action, resource);");
    StringWriter out = new StringWriter();
    Surroundings asAdministrator =
        Surroundings.plain(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintWriter(out, true),
                new PrintWriter(out, true))
            .in(Map.of("OMNIGRAPH_ACCESS_ADMINISTRATORS", "local:" + USER));

    int code = Main.run(asAdministrator, "doctor", "-g", folder.resolve("graph").toString());

    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("the graph has some, and you are an administrator, who may do everything")
        .contains("may           everything (branch main)\n");
  }

  @Test
  void aServerTellsWhoTheCallerIsAndWhatItMayDo() throws IOException {
    try (Scripted server =
        new Scripted(
            Reply.json(200, "{\"name\":\"OmniGraph\",\"version\":\"1\"}"),
            Reply.json(
                200,
                """
                {"principal":"user:ann","groups":["staff"],"administrator":false,"policies":true,
                 "branch":"draft","actions":[],"parts":{"invoke_query":["a","b","c","d","e","f","g"]}}
                """),
            Reply.json(
                404, "{\"error\":\"There is no graph towns.\",\"code\":\"graph_not_found\"}"))) {

      assertThat(terminal.run("doctor", "--branch", "draft", "--graph", server.graph().toString()))
          .isZero();

      assertThat(server.received())
          .extracting(Received::line)
          .containsExactly(
              "GET /version",
              "GET /graphs/towns/access?branch=draft",
              "GET /graphs/towns/snapshot?branch=draft");
    }
    assertThat(terminal.out())
        .contains("ok    identity      no token is set, and the server asks for none\n")
        .contains("ok    caller        user:ann, in the groups staff\n")
        .contains("ok    may in part   invoke_query of a, b, c, d, e and 2 more (branch draft)\n");
  }

  @Test
  void nothingIsWrittenWhenItMayOnlyRead() {
    assertThat(terminal.graph("doctor", "--read-only", "--format", "csv")).isZero();

    assertThat(terminal.out())
        .startsWith("status,check,finding,next_step\n")
        .doesNotContain("write");
  }

  @Test
  void whatFailsIsToldWithWhatToDo() {
    assertThat(terminal.run("doctor", "-g", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(terminal.out()).contains("fail  list", "help: Check the address of the graph");
    terminal.clear();

    assertThat(terminal.run("doctor", "-g", "http://127.0.0.1:1/graphs/towns")).isEqualTo(1);
    assertThat(terminal.out())
        .contains("warn  identity      no token is set", "fail  server        No server listens");
    terminal.clear();

    assertThat(terminal.run("doctor", "--json")).isZero();
    assertThat(terminal.out()).contains("{\"status\":\"warn\",\"check\":\"graph\"");
  }

  @Test
  void aClockThatIsOffByMinutesHasItsSignaturesRefused() {
    Instant server = Instant.parse("2026-01-31T12:00:00Z");

    assertThat(StoreChecks.clock(server, server.minusSeconds(20)).isFailed()).isFalse();
    assertThat(StoreChecks.clock(server, server.plusSeconds(400)).isFailed()).isTrue();
  }

  @Test
  void theVersionNamesWhatRunsIt() {
    assertThat(terminal.run("version", "--json")).isZero();
    assertThat(terminal.run("version")).isZero();

    assertThat(terminal.out().lines())
        .first()
        .asString()
        .contains("\"omnigraph\":", "\"runtime\":\"Java 25", "\"aws-sdk\":");
    assertThat(List.of(terminal.out().split("\n")))
        .anyMatch(line -> line.startsWith("runtime    Java"));
  }

  private void policy(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("all.cedar"), text);
    assertThat(terminal.graph("policy put", file.toString())).as(terminal.err()).isZero();
    terminal.clear();
  }
}
