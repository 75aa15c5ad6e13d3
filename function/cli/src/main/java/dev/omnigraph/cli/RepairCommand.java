package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.RepairReport;
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
      "Checks the whole graph: its commits, what is derived from them, and that their data is there.",
      "Changes nothing unless told to; never deletes anything. Exits with 1 when something is amiss."
    },
    mixinStandardHelpOptions = true)
final class RepairCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();

  @Option(
      names = "--apply",
      description = "Writes again what is derived from the commits and missing or wrong.")
  private boolean apply;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Graph graph = place.open()) {
      RepairReport report = graph.repair(apply);
      if (!report.findings().isEmpty()) {
        TextTable table = new TextTable(List.of("finding", "severity", "object", ""));
        for (RepairReport.Finding found : report.findings()) {
          table.add(
              List.of(
                  found.code(),
                  found.repaired() ? "repaired" : found.severity(),
                  found.subject(),
                  found.message()));
        }
        table.print(out);
      }
      out.printf(
          "%s: %,d commits, %,d versions of tables, %,d objects%n",
          report.isClean() ? "everything fits" : "see above",
          report.commits(),
          report.versions(),
          report.objects());
      return report.isClean() ? 0 : 1;
    }
  }
}
