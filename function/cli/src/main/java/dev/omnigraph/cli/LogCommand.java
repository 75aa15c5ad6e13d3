package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.call.Branch;
import dev.omnigraph.call.Commit;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.wire.ReadJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "log",
    description = "Draws the newest commits of a branch and of those that were made from it.",
    mixinStandardHelpOptions = true)
final class LogCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      converter = Converters.Limit.class,
      description = "How many at most. Default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  @Option(names = "--all", description = "Those of all branches.")
  private boolean all;

  @Option(names = "--json", description = "One JSON object, and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Graph graph = place.open()) {
      CommitLog log = CommitLog.of(graph, chosen(graph.branches()), limit);
      List<Commit> newest = log.newest(limit);
      if (json) {
        out.println(ReadJson.commits(newest).text());
      } else {
        table(log, newest).print(out);
      }
    }
    return 0;
  }

  private List<BranchName> chosen(List<Branch> branches) {
    return all
        ? branches.stream().map(Branch::name).toList()
        : CommitLog.family(branch.name(), branches);
  }

  private static TextTable table(CommitLog log, List<Commit> newest) {
    TextTable table =
        new TextTable(List.of("", "branch", "commit", "time", "kind", "actor", "changes"));
    for (CommitLanes.Row row : log.draw(newest)) {
      CommitLanes.Node node = row.node();
      if (node == null) {
        table.add(List.of(row.lines(), "", "", "", "", "", ""));
      } else {
        Commit commit = log.commit(node.id());
        table.add(
            List.of(
                row.lines(),
                log.heads(commit.commitId()).stream()
                    .map(BranchName::text)
                    .collect(Collectors.joining(", ")),
                commit.commitId().text(),
                commit.authoredAt().toString(),
                commit.kind().text(),
                commit.actor(),
                CommitsCommand.changes(commit)));
      }
    }
    return table;
  }
}
