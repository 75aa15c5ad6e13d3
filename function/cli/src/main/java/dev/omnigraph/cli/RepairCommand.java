package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.RepairReport;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      RepairReport report = graph.repair(apply, deep);
      if (json) {
        out.println(TextTable.json(asJson(report)));
        return report.isClean() ? 0 : 1;
      }
      if (!report.findings().isEmpty()) {
        TextTable table = TextTable.whole(List.of("finding", "severity", "object", ""));
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

  private static Map<String, Object> asJson(RepairReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("clean", report.isClean());
    json.put("applied", report.applied());
    json.put("objects", report.objects());
    json.put("commits", report.commits());
    json.put("versions", report.versions());
    json.put("findings", report.findings().stream().map(RepairCommand::asJson).toList());
    return json;
  }

  private static Map<String, Object> asJson(RepairReport.Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", finding.code());
    json.put("severity", finding.severity());
    json.put("object", finding.subject());
    json.put("message", finding.message());
    json.put("repaired", finding.repaired());
    return json;
  }
}
