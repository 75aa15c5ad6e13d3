package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "log",
    description = "Draws the newest commits of a branch and of those that were made from it.",
    footer = {"", "Example:", "  omnigraph log --all --limit 10"},
    mixinStandardHelpOptions = true)
final class LogCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      converter = Converters.Limit.class,
      description = "How many at most. Default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  @Option(names = "--all", description = "Those of all branches.")
  private boolean all;

  @Override
  public Integer call() {
    Output printed = output.list();
    try (Reach graph = place.reach()) {
      CommitLog log =
          CommitLog.of(graph, chosen(BranchListCommand.all(graph).list("branches")), limit);
      List<JsonNode> newest = log.newest(limit);
      if (printed.isTable()) {
        table(log, newest).print(printed.out());
      } else {
        printed.list(Output.whole("commits", newest), "commits", CommitsCommand.COLUMNS, out -> {});
      }
    }
    return 0;
  }

  private List<String> chosen(List<JsonNode> branches) {
    return all
        ? branches.stream().map(each -> each.path("branch").asText()).toList()
        : CommitLog.family(branch.name().text(), branches);
  }

  private static TextTable table(CommitLog log, List<JsonNode> newest) {
    TextTable table =
        new TextTable(List.of("", "branch", "commit", "time", "kind", "actor", "changes"));
    for (CommitLanes.Row row : log.draw(newest)) {
      CommitLanes.Node node = row.node();
      if (node == null) {
        table.add(List.of(row.lines(), "", "", "", "", "", ""));
      } else {
        JsonNode commit = log.commit(node.id());
        table.add(
            List.of(
                row.lines(),
                String.join(", ", log.heads(node.id())),
                node.id(),
                commit.path("authored_at").asText(),
                commit.path("kind").asText(),
                commit.path("actor").asText(),
                CommitsCommand.changes(commit)));
      }
    }
    return table;
  }
}
