package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.Graph;
import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.protocol.check.RepairAnswer;
import dev.omnigraph.protocol.check.RepairRequest;
import dev.omnigraph.wire.WriteJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "repair",
    description = {
      "Checks the whole graph: its commits, what is derived from them, and that their data is"
          + " there.",
      "Changes nothing unless told to; never deletes anything. Exits with 1 when something is"
          + " amiss."
    },
    footer = {"", "Example:", "  omnigraph repair"},
    mixinStandardHelpOptions = true)
final class RepairCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("finding", "code"),
          new Column("severity", RepairCommand::severity),
          Column.of("object"),
          Column.of("", "message"));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private GraphOption place = new GraphOption();

  @Option(
      names = "--apply",
      description = "Writes again what is derived from the commits and missing or wrong.")
  private boolean apply;

  @Option(
      names = "--deep",
      description = {
        "Reads every file of every table, and compares it with what its commit says of it.",
        "Without it, sizes are compared, and what else the store tells without reading."
      })
  private boolean deep;

  @Override
  public Integer call() {
    Output printed = output.list();
    try (Graph graph = place.open()) {
      RepairAnswer found = place.waits().during(() -> graph.repair(new RepairRequest(apply, deep)));
      Answer answer = Answer.of(WriteJson.repair(found).text());
      printed.found(answer, "findings", COLUMNS, out -> summary(answer, out));
      return found.isClean() ? ExitCodes.DONE : ExitCodes.WRONG;
    }
  }

  private static void summary(Answer answer, PrintWriter out) {
    out.printf(
        "%s: %,d commits, %,d versions of tables, %,d objects%n",
        answer.flag("clean") ? "everything fits" : "see above",
        answer.number("commits"),
        answer.number("versions"),
        answer.number("objects"));
  }

  private static String severity(JsonNode finding) {
    return finding.path("repaired").asBoolean() ? "repaired" : finding.path("severity").asText();
  }
}
