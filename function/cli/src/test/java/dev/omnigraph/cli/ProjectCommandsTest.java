package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.omnigraph.cli.remote.Scripted;
import dev.omnigraph.cli.remote.Scripted.Received;
import dev.omnigraph.cli.remote.Scripted.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A graph is made as a project folder says. */
class ProjectCommandsTest {
  private static final String SCHEMA = "node Person { name: String @key  age: I32? }\n";
  private static final String WITH_CITY =
      "node Person { name: String @key  age: I32?  city: String? }\n";
  private static final String PEOPLE =
      "query people() { match { $p: Person } return { $p.name } order { $p.name } }\n";
  private static final String STAFF = "permit(principal, action, resource);\n";

  private @TempDir Path folder;
  private Path project = Path.of("");
  private Terminal terminal;

  @BeforeEach
  void makeAGraph() throws IOException {
    terminal = new Terminal(folder.resolve("g"));
    project = folder.resolve("project");
    write("graph.pg", SCHEMA);
    assertThat(terminal.graph("init", "--schema", project.resolve("graph.pg").toString())).isZero();
    terminal.clear();
  }

  @Test
  void aPlanShowsEveryStepAndChangesNothing() throws IOException {
    write("graph.pg", WITH_CITY);
    write("queries/reports/people.gq", PEOPLE);
    write("policy/staff.cedar", STAFF);

    assertThat(plan()).isZero();

    assertThat(terminal.out())
        .startsWith(
            """
              add Person.city: String?
              add queries/reports/people.gq
              add policy/staff.cedar
            3 steps · commit\
            """);
    assertThat(newestKind()).isEqualTo("init");
  }

  @Test
  void theExitCodeTellsOnRequestWhetherThereIsSomethingToDo() throws IOException {
    assertThat(plan("--exit-code")).isEqualTo(ExitCodes.DONE);
    assertThat(terminal.out()).startsWith("nothing to do · commit");

    write("queries/people.gq", PEOPLE);

    assertThat(plan("--exit-code")).isEqualTo(ExitCodes.TO_DO);
    assertThat(plan()).isEqualTo(ExitCodes.DONE);
  }

  @Test
  void applyIsOneCommitAndNoneTheSecondTime() throws IOException {
    write("graph.pg", WITH_CITY);
    write("queries/people.gq", PEOPLE);
    write("policy/staff.cedar", STAFF);

    assertThat(apply()).as(terminal.err()).isZero();
    assertThat(terminal.out())
        .startsWith(
            """
              add Person.city: String?
              add queries/people.gq
              add policy/staff.cedar
            3 steps done · commit\
            """);
    String head = head();
    terminal.clear();

    assertThat(apply()).isZero();
    assertThat(terminal.out()).startsWith("nothing to do · commit " + head);
    assertThat(head()).isEqualTo(head).endsWith("-2");
  }

  @Test
  void whatTheFolderDoesNotHaveStaysAndAnEmptyFolderRemovesAll() throws IOException {
    write("queries/people.gq", PEOPLE);
    write("policy/staff.cedar", STAFF);
    assertThat(apply()).as(terminal.err()).isZero();
    Files.delete(project.resolve("graph.pg"));
    Files.delete(project.resolve("policy/staff.cedar"));
    Files.delete(project.resolve("policy"));
    Files.move(project.resolve("queries/people.gq"), project.resolve("queries/.people.gq"));
    terminal.clear();

    assertThat(apply()).as(terminal.err()).isZero();

    assertThat(terminal.out()).startsWith("  remove queries/people.gq\n1 step done");
  }

  @Test
  void mistakesOfAllFilesAreToldAtOnceWithTheirPlaces() throws IOException {
    write("queries/a.gq", "query a() { match { $p: Persn } return { $p.name } }\n");
    write("queries/b.gq", "query b() {\n  match { $p: Person } return { $p.nam } }\n");
    write("queries/c.gq", "query c( {\n");
    write("policy/p.cedar", "permit(principal, action == Action::\"raed\", resource);\n");

    assertThat(plan()).isEqualTo(ExitCodes.WRONG);

    String at = project.toString();
    assertThat(terminal.err())
        .contains(at + "/queries/a.gq:1:25: ")
        .contains(at + "/queries/b.gq:2:36: ")
        .contains(at + "/queries/c.gq:1:10: ")
        .contains(at + "/policy/p.cedar:1:");
  }

  @Test
  void aMistakeOfTheSchemaIsToldBesideThoseOfTheLanguageOfQueries() throws IOException {
    write("graph.pg", "node Person { name: Strin @key }\n");
    write("queries/c.gq", "query c( {\n");

    assertThat(apply()).isEqualTo(ExitCodes.WRONG);

    assertThat(terminal.err())
        .contains(project + "/graph.pg:1:21: ")
        .contains(project + "/queries/c.gq:1:10: ");
  }

  @Test
  void aQueryInTwoFilesIsRefused() throws IOException {
    write("queries/a.gq", PEOPLE);
    write("queries/b.gq", PEOPLE);

    assertThat(plan()).isEqualTo(ExitCodes.WRONG);

    assertThat(terminal.err()).contains("`people` is in a.gq and in b.gq.");
  }

  @Test
  void aFolderWithoutAnyPartIsNoProject() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThat(terminal.graph("plan " + empty)).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("has neither graph.pg nor a folder queries or policy");
  }

  @Test
  void aRefusedStepIsShownAndNotApplied() throws IOException {
    load("{\"type\":\"Person\",\"data\":{\"name\":\"ann\"}}\n");
    write("graph.pg", SCHEMA.replace("I32?", "I32"));

    assertThat(plan()).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.out()).startsWith("✗ ").contains("1 step, 1 refused");

    assertThat(apply()).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("Cannot make Person.age required");
  }

  @Test
  void whatTheSchemaLeavesOutGoesOnlyWhenThatIsSaid() throws IOException {
    write("graph.pg", "node Person { name: String @key }\n");

    assertThat(apply()).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("DATA IS LOST").contains("--allow-drop");

    assertThat(apply("--allow-drop")).as(terminal.err()).isZero();
    assertThat(terminal.out()).contains("drop Person.age");
  }

  @Test
  void aPlanIsAppliedAfterCommitsOfDataWithTheDropsThatItShows() throws IOException {
    write("graph.pg", "node Person { name: String @key }\n");
    assertThat(plan("--out", file())).isZero();
    load("{\"type\":\"Person\",\"data\":{\"name\":\"ann\"}}\n");

    assertThat(apply("--plan", file())).as(terminal.err()).isZero();
    assertThat(terminal.out()).contains("drop Person.age");
  }

  @Test
  void aPlanThatWasDoneIsDoneAgainWithoutEffect() throws IOException {
    write("queries/people.gq", PEOPLE);
    assertThat(plan("--out", file())).isZero();
    assertThat(apply("--plan", file())).isZero();
    String head = head();

    assertThat(apply("--plan", file())).as(terminal.err()).isZero();
    assertThat(terminal.out()).contains("nothing to do");
    assertThat(head()).isEqualTo(head);
  }

  @Test
  void aPlanIsRefusedWithTheFilesThatChanged() throws IOException {
    write("queries/people.gq", PEOPLE);
    assertThat(plan("--out", file())).isZero();
    write("queries/people.gq", PEOPLE + "\n");
    write("queries/more.gq", PEOPLE.replace("people", "more"));

    assertThat(apply("--plan", file())).isEqualTo(ExitCodes.CONFLICT);

    assertThat(terminal.err())
        .contains("queries/people.gq is another text")
        .contains("queries/more.gq is new in the folder")
        .contains("not planned: add queries/more.gq");
    assertThat(newestKind()).isEqualTo("init");
  }

  @Test
  void aPlanIsRefusedWithTheCommitsThatCameSince() throws IOException {
    write("queries/people.gq", PEOPLE);
    assertThat(apply()).isZero();
    write("queries/people.gq", PEOPLE + "\n");
    assertThat(plan("--out", file())).isZero();
    // The step is the same as before, and would take back what somebody else stored.
    write("queries/people.gq", PEOPLE + "// of another\n");
    assertThat(apply()).isZero();
    write("queries/people.gq", PEOPLE + "\n");
    String head = head();

    assertThat(apply("--plan", file())).isEqualTo(ExitCodes.CONFLICT);

    assertThat(terminal.err()).contains("commit %s (apply) by ".formatted(head));
    assertThat(head()).isEqualTo(head);
  }

  @Test
  void aPlanOfAnotherBranchOrNoPlanIsRefused() throws IOException {
    write("queries/people.gq", PEOPLE);
    assertThat(terminal.graph("branch create draft")).isZero();
    assertThat(plan("--out", file(), "--branch", "draft")).isZero();

    assertThat(apply("--plan", file())).isEqualTo(ExitCodes.CONFLICT);
    assertThat(terminal.err()).contains("it is of branch draft");

    assertThat(apply("--plan", project.resolve("graph.pg").toString())).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("graph.pg is not a plan");
  }

  @Test
  void anotherBranchIsAppliedWithoutPolicies() throws IOException {
    write("queries/people.gq", PEOPLE);
    write("policy/staff.cedar", STAFF);
    assertThat(terminal.graph("branch create draft")).isZero();
    terminal.clear();

    assertThat(apply("--branch", "draft")).as(terminal.err()).isZero();

    assertThat(terminal.out()).startsWith("  add queries/people.gq\n1 step done");
  }

  @Test
  void applyExpectsTheCommitThatItIsTold() throws IOException {
    String head = head();
    load("{\"type\":\"Person\",\"data\":{\"name\":\"ann\"}}\n");
    write("queries/people.gq", PEOPLE);

    assertThat(apply("--expect", head)).isEqualTo(ExitCodes.CONFLICT);
    assertThat(apply("--expect", head())).as(terminal.err()).isZero();
  }

  @Test
  void aPlanIsOneObjectForPrograms() throws IOException {
    write("queries/people.gq", PEOPLE);

    assertThat(plan("--json")).isZero();

    JsonNode json = new ObjectMapper().readTree(terminal.out());
    assertThat(json.path("supported").asBoolean()).isTrue();
    assertThat(json.path("steps").asInt()).isOne();
    assertThat(json.path("queries").path(0).path("file").asText()).isEqualTo("people.gq");
    assertThat(json.path("queries").path(0).path("change").asText()).isEqualTo("added");
    assertThat(json.path("files").has("graph.pg")).isTrue();
    assertThat(json.path("commit").asText()).isEqualTo(head());
  }

  @Test
  void aCommitThatComesInBetweenIsPlannedForAnew() throws IOException {
    Files.delete(project.resolve("graph.pg"));
    write("queries/people.gq", PEOPLE);
    try (Scripted server =
        new Scripted(
            answer("", 7),
            Reply.json(412, "{\"error\":\"It moved.\",\"code\":\"head_moved\"}"),
            answer("", 8),
            answer("", 9))) {

      assertThat(terminal.run("apply", project.toString(), "--graph", server.graph().toString()))
          .as(terminal.err())
          .isZero();

      assertThat(server.received())
          .extracting(Received::line)
          .containsOnly("POST /graphs/towns/apply");
      assertThat(server.received())
          .extracting(request -> request.body().contains("\"dry_run\":true"))
          .containsExactly(true, false, true, false);
      assertThat(server.received().get(1).header("If-match")).contains("-7\"");
      assertThat(server.received().get(3).header("If-match")).contains("-8\"");
    }
  }

  @Test
  void stepsOfTwoStatesAreNotTakenForOnePlan() throws IOException {
    String step = "\"add Person.city: String?\"";
    Reply plan =
        Reply.json(
            200,
            "{\"supported\":true,\"losses\":[],\"steps\":[{\"step\":\"add_property\",\"summary\":%s}]}"
                .formatted(step));
    try (Scripted server = new Scripted(plan, answer("", 7), plan, answer(step, 8))) {

      assertThat(terminal.run("plan", project.toString(), "--graph", server.graph().toString()))
          .as(terminal.err())
          .isZero();

      assertThat(server.received()).hasSize(4);
      assertThat(terminal.out()).contains("add Person.city: String?", "-8 ");
    }
  }

  /** What a server answers to a trial or to what was done. */
  private static Reply answer(String schema, int commit) {
    return Reply.json(
        200,
        "{\"schema\":[%s],\"queries\":[{\"file\":\"people.gq\",\"change\":\"added\"}],\"policy\":[],\"commit\":\"01M8Q4VDD8T5E03Z7VGQKN0YSQ-%d\",\"replayed\":false,\"requests\":1}"
            .formatted(schema, commit));
  }

  private int plan(String... arguments) {
    return terminal.graph("plan " + project, arguments);
  }

  private int apply(String... arguments) {
    return terminal.graph("apply " + project, arguments);
  }

  private String file() {
    return folder.resolve("p.json").toString();
  }

  private void load(String lines) {
    terminal.pipe(lines);
    assertThat(terminal.graph("load -")).as(terminal.err()).isZero();
    terminal.clear();
  }

  private String head() {
    return newest(0);
  }

  private String newestKind() {
    return newest(2);
  }

  private String newest(int column) {
    Terminal other = new Terminal(folder.resolve("g"));
    other.graph("commits -n 1 --format csv");
    return other.out().lines().skip(1).findFirst().orElseThrow().split(",")[column];
  }

  private void write(String file, String text) throws IOException {
    Path path = project.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
