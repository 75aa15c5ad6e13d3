package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.access.CedarAuthorizer;
import dev.omnigraph.access.Explanation.Finding;
import dev.omnigraph.access.PolicyCases;
import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.wire.JsonBody;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "test",
    description = {
      "Asks policies a table of cases, and shows those that are decided otherwise.",
      "Exits with 1 when there is one."
    },
    footer = {"", "Example:", "  omnigraph policy test cases.json --policy flights.cedar"},
    mixinStandardHelpOptions = true)
final class PolicyTestCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("case"),
          Column.of("principal"),
          Column.of("action"),
          Column.of("resource"),
          Column.of("branch"),
          Column.of("expect"),
          Column.of("decision"));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private PolicySource source = new PolicySource();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "CASES", description = "The .json file of the table of cases.")
  private Path file = Path.of("");

  /**
   * A case and what became of it.
   *
   * @param number in the file, from 1 on
   */
  private record Tried(int number, PolicyCases.Result result) {
    static List<Tried> of(List<PolicyCases.Result> results) {
      return IntStream.range(0, results.size())
          .mapToObj(i -> new Tried(i + 1, results.get(i)))
          .toList();
    }

    Explained explained() {
      PolicyCases.Case asked = result.expected();
      return new Explained(
          asked.principal(),
          asked.action(),
          asked.resource(),
          result.explanation(),
          Standing.OTHER);
    }

    String expected() {
      return result.expected().allowed() ? "allow" : "deny";
    }

    void write(JsonGenerator json) throws IOException {
      json.writeNumberField("case", number);
      json.writeStringField("expect", expected());
      json.writeBooleanField("passed", result.passed());
      explained().write(json);
    }

    void print(PrintWriter out) {
      out.printf(
          "✗ case %d: %s: %s is expected, and it is %s%n",
          number,
          explained().question(),
          expected(),
          explained().isAllowed() ? "allowed" : "denied");
      for (Finding finding : result.explanation().policies()) {
        out.printf(
            "      %s (%s): %s%n",
            finding.policy(),
            finding.forbids() ? "forbid" : "permit",
            Explained.words(finding.match()));
      }
    }
  }

  @Override
  public Integer call() {
    Output printed = output.list();
    PolicyCases cases = PolicyCases.read(file.toString(), TextFile.read(file), place.name());
    List<Tried> all = Tried.of(cases.run(new CedarAuthorizer(), source.policies(place, false)));
    List<Tried> failed = all.stream().filter(tried -> !tried.result().passed()).toList();
    if (printed.isTable()) {
      failed.forEach(tried -> tried.print(printed.out()));
      printed
          .out()
          .printf(
              "%s, %s%n",
              Costs.count(all.size(), "case"),
              failed.isEmpty() ? "all as expected" : failed.size() + " decided otherwise");
    } else {
      String text =
          JsonBody.text(
              json -> {
                JsonBody.list(json, "cases", all, (to, tried) -> tried.write(to));
                json.writeNumberField("failed", failed.size());
              });
      printed.list(Answer.of(text), "cases", COLUMNS, out -> {});
    }
    return failed.isEmpty() ? ExitCodes.DONE : ExitCodes.WRONG;
  }
}
