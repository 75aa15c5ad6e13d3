package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.call.Snapshot;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "snapshot",
    description = "Shows what is in each table of a branch.",
    mixinStandardHelpOptions = true)
final class SnapshotCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Graph graph = place.open()) {
      Snapshot snapshot = graph.snapshot(branch.head());
      TextTable table = new TextTable(List.of("type", "kind", "rows", "table"));
      snapshot.tables().forEach(t -> table.add(List.of(t.type(), t.kind(), t.rows(), t.path())));
      table.print(out);
      out.printf(
          "branch %s · commit %s · %s%n",
          snapshot.branch(), snapshot.commitId(), snapshot.authoredAt());
    }
    return 0;
  }
}
