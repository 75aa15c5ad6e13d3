package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.protocol.check.Finding;
import dev.omnigraph.protocol.check.RepairAnswer;
import dev.omnigraph.protocol.check.RepairRequest;
import dev.omnigraph.wire.WriteJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
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
    mixinStandardHelpOptions = true)
final class RepairCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
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

  @Option(names = "--json", description = "One JSON object, and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Graph graph = place.open()) {
      RepairAnswer answer = graph.repair(new RepairRequest(apply, deep));
      if (json) {
        out.println(WriteJson.repair(answer).text());
        return answer.isClean() ? 0 : 1;
      }
      if (!answer.findings().isEmpty()) {
        TextTable table = TextTable.whole(List.of("finding", "severity", "object", ""));
        for (Finding found : answer.findings()) {
          table.add(
              List.of(
                  found.code().text(),
                  found.repaired() ? "repaired" : severity(found),
                  found.subject(),
                  found.message()));
        }
        table.print(out);
      }
      out.printf(
          "%s: %,d commits, %,d versions of tables, %,d objects%n",
          answer.isClean() ? "everything fits" : "see above",
          answer.commits(),
          answer.versions(),
          answer.objects());
      return answer.isClean() ? 0 : 1;
    }
  }

  private static String severity(Finding finding) {
    return finding.severity().name().toLowerCase(Locale.ROOT);
  }
}
