package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
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
    name = "cleanup",
    description = {
      "Deletes data that no state within the retention needs, on all branches.",
      "Older states cannot be read any more; the list of commits stays."
    },
    footer = {"", "Example:", "  omnigraph cleanup --retention 30d --dry-run"},
    mixinStandardHelpOptions = true)
final class CleanupCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(Column.of("table", "table_id"), Column.of("objects"), Column.of("bytes"));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private GraphOption place = new GraphOption();

  @Option(
      names = "--retention",
      paramLabel = "TIME",
      defaultValue = "7d",
      description = "Days or hours, such as 7d or 36h. Default: ${DEFAULT-VALUE}.")
  private String retention = "7d";

  @Option(names = "--dry-run", description = "Only shows what would be deleted.")
  private boolean dryRun;

  @Override
  public Integer call() {
    Output printed = output.list();
    CleanupRequest request = CleanupRequest.of(retention, dryRun);
    try (Graph graph = place.open()) {
      Answer answer =
          place.waits().during(() -> Answer.of(WriteJson.cleanup(graph.cleanup(request)).text()));
      printed.found(answer, "tables", COLUMNS, out -> summary(answer, out));
    }
    return 0;
  }

  private static void summary(Answer answer, PrintWriter out) {
    out.printf(
        "%s %,d objects, %,d bytes; states since %s are kept%n",
        answer.flag("dry_run") ? "would delete" : "deleted",
        answer.number("objects"),
        answer.number("bytes"),
        answer.text("retained_since"));
  }
}
