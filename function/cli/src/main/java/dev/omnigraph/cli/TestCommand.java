package dev.omnigraph.cli;

import dev.omnigraph.access.CedarAuthorizer;
import dev.omnigraph.access.Policies;
import dev.omnigraph.access.PolicyCases;
import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.cli.TestResult.Outcome;
import dev.omnigraph.embed.EmbedSettings;
import dev.omnigraph.embed.Embedder;
import dev.omnigraph.embed.Embedders;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.wire.JsonBody;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "test",
    description = {
      "Runs the tests of a project folder on a graph that is made for them and then deleted.",
      "Exits with 1 when one fails."
    },
    footer = {"", "Example:", "  omnigraph test project"},
    mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
  private static final String TESTS = "tests";
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("test"),
          Column.of("result"),
          new Column("detail", test -> String.join("\n", Answer.texts(test.path("detail")))));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "DIR",
      description =
          "The project folder: graph.pg, *.gq in queries/, *.cedar in policy/; and in tests/"
              + " *.jsonl with data, *.gq with queries, *.json with what they are to answer, and"
              + " *.cases.json for policies.")
  private Path folder = Path.of("");

  @Option(
      names = "--update",
      description = "Write what the queries answer as what is expected from now on.")
  private boolean updates;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What policies call the graph. Default: the name of the folder.")
  private @Nullable String name;

  @Override
  public Integer call() throws IOException {
    Output printed = output.list();
    ProjectFolder project = ProjectFolder.read(folder);
    project.check();
    List<TestFile> tests = TestFile.below(folder.resolve(TESTS));
    List<Path> cases =
        Stream.of(ProjectFolder.POLICY, TESTS)
            .flatMap(part -> TestFile.cases(folder.resolve(part)).stream())
            .toList();
    if (tests.isEmpty() && cases.isEmpty()) {
      throw GraphException.of(CliError.NO_TESTS, "There is no test in %s.".formatted(folder))
          .build();
    }
    List<TestResult> results = new ArrayList<>();
    Consumer<TestResult> told =
        result -> {
          results.add(result);
          if (printed.isTable()) {
            printed.out().println(result.text(printed.isColoured()));
            printed.out().flush();
          }
        };
    cases.forEach(file -> decide(project, file).forEach(told));
    if (!tests.isEmpty()) {
      run(project, tests, told);
    }
    print(printed, results);
    return results.stream().anyMatch(TestResult::isFailed) ? ExitCodes.WRONG : ExitCodes.DONE;
  }

  private void run(ProjectFolder project, List<TestFile> tests, Consumer<TestResult> told)
      throws IOException {
    String source = project.schema();
    if (source == null) {
      throw GraphException.of(
              CliError.NOT_A_PROJECT,
              "%s has no %s to make a graph of.".formatted(folder, ProjectFolder.SCHEMA))
          .build();
    }
    Embedder embedder =
        EmbedSettings.of(Main.of(spec).surroundings().environment())
            .map(Embedders::of)
            .orElse(null);
    try (TestGraph graph = TestGraph.make(project, source, embedder)) {
      for (Path data : ProjectFolder.files(folder.resolve(TESTS), ".jsonl")) {
        graph.load(data);
      }
      TestRun run = new TestRun(graph, updates);
      tests.forEach(test -> told.accept(run.run(test)));
    }
  }

  private List<TestResult> decide(ProjectFolder project, Path file) {
    String graph = name != null ? name : nameOfFolder();
    PolicyCases table = PolicyCases.read(file.toString(), TextFile.read(file), graph);
    Policies policies = new Policies(project.policyOrNone().files());
    List<PolicyCases.Result> decided = table.run(new CedarAuthorizer(), policies);
    List<TestResult> results = new ArrayList<>();
    for (int i = 0; i < decided.size(); i++) {
      String test = "%s#%d".formatted(ProjectFolder.name(folder, file), i + 1);
      results.add(PolicyCaseText.result(test, decided.get(i)));
    }
    return results;
  }

  private String nameOfFolder() {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  private static void print(Output printed, List<TestResult> results) {
    if (printed.isTable()) {
      String failed = number(results, Outcome.FAILED) + " failed";
      String updated =
          results.stream().anyMatch(r -> r.outcome() == Outcome.UPDATED)
              ? ", %d updated".formatted(number(results, Outcome.UPDATED))
              : "";
      printed.out().println(Costs.count(results.size(), "test") + ", " + failed + updated);
      return;
    }
    String text =
        JsonBody.text(
            json -> {
              json.writeNumberField("passed", number(results, Outcome.PASSED));
              json.writeNumberField("failed", number(results, Outcome.FAILED));
              json.writeNumberField("updated", number(results, Outcome.UPDATED));
              JsonBody.list(json, "tests", results, (to, result) -> result.write(to));
            });
    printed.list(Answer.of(text), "tests", COLUMNS, out -> {});
  }

  private static long number(List<TestResult> results, Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }
}
