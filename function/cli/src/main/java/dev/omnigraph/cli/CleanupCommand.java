package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
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
    mixinStandardHelpOptions = true)
final class CleanupCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
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
    PrintWriter out = spec.commandLine().getOut();
    CleanupRequest request = CleanupRequest.of(retention, dryRun);
    try (Graph graph = place.open()) {
      CleanupAnswer answer = graph.cleanup(request);
      if (!answer.tables().isEmpty()) {
        TextTable table = new TextTable(List.of("table", "objects", "bytes"));
        answer.tables().forEach((id, lost) -> table.add(List.of(id, lost.objects(), lost.bytes())));
        table.print(out);
      }
      out.printf(
          "%s %,d objects, %,d bytes; states since %s are kept%n",
          answer.dryRun() ? "would delete" : "deleted",
          answer.total().objects(),
          answer.total().bytes(),
          answer.retainedSince());
    }
    return 0;
  }
}
