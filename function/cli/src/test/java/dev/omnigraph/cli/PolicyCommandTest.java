package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.cli.remote.Scripted;
import dev.omnigraph.cli.remote.Scripted.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies are shown, stored, asked and tested, those of files as those of a graph. */
class PolicyCommandTest {
  private static final String POLICY =
      """
      @id("owner") permit(principal is Local, action, resource);
      @id("staff") permit(principal in Group::"staff", action, resource);
      @id("protected") forbid(principal is User, action == Action::"change", resource)
      when { resource has protected && resource.protected };
      """;
  private static final String CASES =
      """
      {"cases": [
        {"principal": "user:ann", "groups": ["staff"], "action": "change", "branch": "draft", "expect": "allow"},
        {"principal": "user:ann", "groups": ["staff"], "action": "change", "protected": true, "expect": "EXPECTED"},
        {"principal": "user:bob", "action": "read", "resource": "type:Town", "expect": "deny"}
      ]}
      """;

  private @TempDir Path folder;
  private Terminal terminal = new Terminal(Path.of(""));
  private String rules = "";

  @BeforeEach
  void makeAGraph() throws IOException {
    terminal = new Terminal(folder.resolve("towns"));
    Path schema = Files.writeString(folder.resolve("town.pg"), "node Town { name: String @key }");
    rules = Files.writeString(folder.resolve("rules.cedar"), POLICY).toString();
    terminal.graph("init", "--schema", schema.toString());
    terminal.clear();
  }

  @Test
  void policiesAreStoredAsACommitOfMainAndShownAgain() {
    assertThat(terminal.graph("policy show")).isZero();
    assertThat(terminal.out()).isEqualTo("// no policies\n");
    terminal.clear();

    assertThat(terminal.graph("policy put", rules)).isZero();
    assertThat(terminal.out()).startsWith("  added rules.cedar\n1 file stored anew · commit ");
    assertThat(terminal.err()).isEmpty();
    terminal.clear();

    assertThat(terminal.graph("policy show")).isZero();
    assertThat(terminal.out()).isEqualTo("// rules.cedar\n" + POLICY);
  }

  @Test
  void aMistakeIsToldAtItsPlaceAndNothingIsStored() throws IOException {
    String wrong =
        Files.writeString(
                folder.resolve("wrong.cedar"),
                "permit(principal, action == Action::\"raed\", resource);")
            .toString();

    assertThat(terminal.graph("policy put", wrong)).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("wrong.cedar:1:", "raed");
    assertThat(terminal.run("policy", "check", "user:ann", "read", "--policy", wrong))
        .isEqualTo(ExitCodes.WRONG);
    terminal.clear();

    terminal.graph("policy show");
    assertThat(terminal.out()).isEqualTo("// no policies\n");
  }

  @Test
  void aDecisionIsExplainedByThePoliciesOfTheGraph() {
    terminal.graph("policy put", rules);
    terminal.clear();

    assertThat(terminal.graph("policy check", "user:ann", "change", "--groups", "staff")).isZero();
    assertThat(terminal.out())
        .containsPattern("owner +permit +is about another principal")
        .containsPattern("staff +permit +decides")
        .containsPattern("protected +forbid +its condition does not hold")
        .endsWith("user:ann may change branch main: staff permits it\n");
    terminal.clear();

    assertThat(
            terminal.graph(
                "policy check", "user:ann", "change", "type:Town", "--groups=staff", "--protected"))
        .isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.out())
        .containsPattern("staff +permit +permits, and another one forbids")
        .endsWith(
            """
            user:ann may not change type:Town of protected branch main: protected forbids it
            note: an administrator of the deployment may; whether user:ann is one is not known here
            """);
  }

  @Test
  void anAdministratorOfTheSettingIsAllowedWhateverPoliciesSay() {
    terminal.graph("policy put", rules);
    String graph = folder.resolve("towns").toString();

    Checked ann = asked("user:ann", "--protected", "--graph", graph);
    assertThat(ann.code()).isZero();
    assertThat(ann.out())
        .containsPattern("protected +forbid +decides")
        .endsWith(
            "user:ann may change protected branch main: it is an administrator of the deployment,"
                + " who may do everything\n");
    assertThat(asked("user:ann", "--policy", rules, "--json").out())
        .contains("\"decision\":\"allow\"", "\"administrator\":true");

    Checked bob = asked("user:bob", "--protected", "--graph", graph);
    assertThat(bob.code()).isEqualTo(ExitCodes.WRONG);
    assertThat(bob.out()).endsWith("protected forbids it\n");
  }

  @Test
  void anAdministratorNeedsNoPolicies() {
    String graph = folder.resolve("towns").toString();

    assertThat(asked("user:ann", "--graph", graph).code()).isZero();
    assertThat(asked("user:bob", "--graph", graph).out()).contains("The graph has no policies.");
  }

  @Test
  void aServerTellsOnlyItsCallerWhetherItIsAnAdministrator() throws IOException {
    String access =
        "{\"principal\":\"user:ann\",\"administrator\":true,\"branch\":\"main\",\"actions\":[]}";
    String policies =
        "{\"commit\":\"01M8Q4VDD8T5E03Z7VGQKN0YSQ-1\",\"files\":{\"a.cedar\":\"%s\"}}";
    String nothing = policies.formatted("forbid(principal, action, resource);");
    try (Scripted server =
        new Scripted(
            Reply.json(200, access),
            Reply.json(200, nothing),
            Reply.json(200, access),
            Reply.json(200, nothing))) {
      String graph = server.graph().toString();

      assertThat(terminal.run("policy", "check", "user:ann", "read", "--graph", graph)).isZero();
      assertThat(asked("user:bob", "--graph", graph).out())
          .endsWith("whether user:bob is one is not known here\n");
    }
  }

  private record Checked(int code, String out) {}

  /** Asks whether somebody may change something, where ann is an administrator. */
  private static Checked asked(String who, String... more) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out, true);
    Surroundings surroundings =
        Surroundings.plain(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), printer, printer)
            .in(Map.of("OMNIGRAPH_ACCESS_ADMINISTRATORS", "role:web, user:ann"));
    List<String> words = new ArrayList<>(List.of("policy", "check", who, "change"));
    words.addAll(List.of(more));
    return new Checked(Main.run(surroundings, words.toArray(String[]::new)), out.toString());
  }

  @Test
  void aDecisionOfFilesNeedsNoGraphAndIsAnObjectForPrograms() {
    assertThat(
            terminal.run(
                "policy", "check", "token:ci", "cleanup", "graph", "--policy", rules, "--json"))
        .isEqualTo(ExitCodes.WRONG);

    assertThat(terminal.out())
        .isEqualTo(
            """
            {"principal":"token:ci","groups":[],"action":"cleanup","resource":"graph",\
            "decision":"deny","policies":[\
            {"policy":"owner","effect":"permit","match":"other_principal"},\
            {"policy":"staff","effect":"permit","match":"other_principal"},\
            {"policy":"protected","effect":"forbid","match":"other_principal"}],"failures":[],"administrator":null}
            """);
  }

  @Test
  void policiesThatNameTheGraphAreAskedAboutTheOneThatIsNamed() throws IOException {
    String named =
        Files.writeString(
                folder.resolve("named.cedar"),
                "permit(principal, action, resource in Graph::\"towns\");")
            .toString();

    assertThat(terminal.graph("policy check", "user:ann", "read", "--policy", named)).isZero();
    assertThat(
            terminal.run(
                "policy", "check", "user:ann", "read", "--policy", named, "--graph", "other"))
        .isEqualTo(ExitCodes.WRONG);
  }

  @Test
  void whatCannotBeAskedIsToldWithWhatCan() {
    assertThat(terminal.run("policy", "check", "ann", "read", "--policy", rules))
        .isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("Write KIND:NAME");
    assertThat(terminal.run("policy", "check", "user:ann", "raed", "--policy", rules))
        .isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("Did you mean `read`?");
    assertThat(terminal.graph("policy check", "user:ann", "read")).isEqualTo(ExitCodes.CONFLICT);
    assertThat(terminal.err()).contains("The graph has no policies.", "--policy");
  }

  @Test
  void casesThatAreDecidedAsExpectedAreCounted() throws IOException {
    String cases = cases("deny");
    terminal.graph("policy put", rules);
    terminal.clear();

    assertThat(terminal.graph("policy test", cases)).as(terminal.err()).isZero();
    assertThat(terminal.run("policy", "test", cases, "--policy", rules)).isZero();
    assertThat(terminal.out()).isEqualTo("3 cases, all as expected\n".repeat(2));
  }

  @Test
  void aCaseThatIsDecidedOtherwiseIsShownWithWhatEachPolicyHadToDoWithIt() throws IOException {
    String cases = cases("allow");

    assertThat(terminal.run("policy", "test", cases, "--policy", rules)).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.out())
        .isEqualTo(
            """
            ✗ case 2: user:ann change protected branch main: allow is expected, and it is denied
                  owner (permit): is about another principal
                  staff (permit): permits, and another one forbids
                  protected (forbid): decides
            3 cases, 1 decided otherwise
            """);
    terminal.clear();

    assertThat(terminal.run("policy", "test", cases, "--policy", rules, "--format", "csv"))
        .isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.out().lines())
        .containsExactly(
            "case,principal,action,resource,branch,expect,decision",
            "1,user:ann,change,branch,draft,allow,allow",
            "2,user:ann,change,branch,main,allow,deny",
            "3,user:bob,read,type:Town,main,deny,deny");
  }

  @Test
  void whoeverLocksThemselvesOutIsTold() throws IOException {
    String others =
        Files.writeString(
                folder.resolve("others.cedar"),
                "permit(principal == User::\"ann\", action, resource);")
            .toString();

    assertThat(terminal.graph("policy put", others)).isZero();
    assertThat(terminal.err())
        .isEqualTo("note: these policies do not let you change them any more\n");
  }

  /** With {@code -Dpages.write=true} the page is given what the command says. */
  @Test
  void thePageOnAccessShowsWhatTheCommandSaysOfItsPolicies() throws IOException {
    Path page = Path.of("../../docs/use/access.md");
    String text = Files.readString(page);
    Path policies = Files.createDirectories(folder.resolve("policies"));
    List<String> blocks =
        Pattern.compile("(?s)```cedar\n(.*?)```")
            .matcher(text)
            .results()
            .map(block -> block.group(1))
            .toList();
    Files.writeString(policies.resolve("page.cedar"), String.join("\n", blocks));
    Matcher shown =
        Pattern.compile("(?s)\\$ omnigraph (policy check [^\n]*)\n(.*?)```").matcher(text);
    assertThat(shown.find()).isTrue();

    terminal.run(shown.group(1).replace("policies/", policies.toString()).split(" "));

    if (Boolean.getBoolean("pages.write")) {
      Files.writeString(
          page, text.substring(0, shown.start(2)) + terminal.out() + text.substring(shown.end(2)));
    } else {
      assertThat(shown.group(2)).isEqualTo(terminal.out());
    }
  }

  private String cases(String expected) throws IOException {
    return Files.writeString(folder.resolve("cases.json"), CASES.replace("EXPECTED", expected))
        .toString();
  }
}
