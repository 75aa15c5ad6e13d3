package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a folder or a bucket, the command line is held to the policies of the graph. */
class LocalAccessTest {
  private static final String USER = System.getProperty("user.name");
  private static final String TOWN = "{\"type\":\"Town\",\"data\":{\"name\":\"Ulm\"}}\n";

  private @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeAGraph() throws IOException {
    environment.put("OMNIGRAPH_GRAPH", folder.resolve("towns").toString());
    Path schema = Files.writeString(folder.resolve("town.pg"), "node Town { name: String @key }");
    assertThat(run("init", "--schema", schema.toString())).isZero();
  }

  @Test
  void withoutAnyPolicyEverythingMayBeDone() {
    assertThat(run("load", "-")).isZero();
    assertThat(run("optimize")).isZero();
    assertThat(run("repair")).isZero();
  }

  @Test
  void whatThePoliciesDoNotPermitIsRefusedAndSaysWhatTheOwnerOfTheFilesCanDo() throws IOException {
    policy("permit(principal is Local, action == Action::\"read\", resource);");

    assertThat(run("snapshot")).isZero();
    assertThat(run("load", "-")).isEqualTo(ExitCodes.DENIED);
    assertThat(err.toString())
        .contains(USER + " may not load")
        .contains(
            "help: If the files are yours, set OMNIGRAPH_ACCESS_ADMINISTRATORS=local:" + USER);
    assertThat(run("optimize")).isEqualTo(ExitCodes.DENIED);
    assertThat(run("cleanup")).isEqualTo(ExitCodes.DENIED);
    assertThat(run("repair")).isEqualTo(ExitCodes.DENIED);
    assertThat(run("export")).isEqualTo(ExitCodes.DENIED);
  }

  @Test
  void whoeverOwnsTheFilesMendsAPolicyThatLocksEverybodyOut() throws IOException {
    policy("forbid(principal, action, resource);");
    assertThat(run("policy", "put", "--none")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(err.toString())
        .contains("There is no graph towns.")
        .contains("help: Its policies let you do nothing with it. If the files are yours, set");

    environment.put("OMNIGRAPH_ACCESS_ADMINISTRATORS", "role:web, local:" + USER);
    assertThat(run("policy", "put", "--none")).isZero();

    environment.remove("OMNIGRAPH_ACCESS_ADMINISTRATORS");
    assertThat(run("load", "-")).isZero();
  }

  @Test
  void whereThereIsNoGraphNobodyIsToldOfPolicies() {
    environment.put("OMNIGRAPH_GRAPH", folder.toString());

    assertThat(run("snapshot")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(err.toString()).doesNotContain("policies");
  }

  @Test
  void theOneWhoIsActedForIsWhoPoliciesSee() throws IOException {
    policy(
        """
        permit(principal, action, resource) unless { principal == Local::"robot" };
        permit(principal == Local::"robot", action in [Action::"read", Action::"load"],
               resource in Graph::"towns");
        """);

    assertThat(run("load", "-", "--actor", "robot")).isZero();
    assertThat(run("branch", "create", "draft", "--actor", "robot")).isEqualTo(ExitCodes.DENIED);
    assertThat(err.toString()).contains("robot may not make branch draft");
    assertThat(run("commits", "-n", "1", "--format", "csv")).isZero();
    assertThat(out.toString()).contains("robot");
  }

  @Test
  void mainIsProtectedUnlessOthersAre() throws IOException {
    policy(
        """
        permit(principal, action, resource);
        forbid(principal, action == Action::"load", resource)
        when { resource has protected && resource.protected };
        """);
    assertThat(run("branch", "create", "draft")).isZero();

    assertThat(run("load", "-")).isEqualTo(ExitCodes.DENIED);
    assertThat(run("load", "-", "--branch", "draft")).isZero();
    environment.put("OMNIGRAPH_ACCESS_PROTECTED_BRANCHES", "dr*,other");
    assertThat(run("load", "-")).isZero();
    assertThat(run("load", "-", "--branch", "draft")).isEqualTo(ExitCodes.DENIED);
  }

  @Test
  void aGraphIsCalledByTheLastPartOfItsPlace() {
    assertThat(LocalAccess.graph("s3://bucket/graphs/flights/")).isEqualTo("flights");
    assertThat(LocalAccess.graph("s3://bucket")).isEqualTo("bucket");
    assertThat(LocalAccess.graph("/data/flights")).isEqualTo("flights");
    assertThat(LocalAccess.graph("./flights/")).isEqualTo("flights");
  }

  private void policy(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("all.cedar"), text);
    assertThat(run("policy", "put", file.toString())).as(err.toString()).isZero();
    err.getBuffer().setLength(0);
    out.getBuffer().setLength(0);
  }

  private int run(String... words) {
    return Main.run(
        Surroundings.plain(
                new ByteArrayInputStream(TOWN.getBytes(StandardCharsets.UTF_8)),
                OutputStream.nullOutputStream(),
                new PrintWriter(out, true),
                new PrintWriter(err, true))
            .in(environment),
        words);
  }
}
