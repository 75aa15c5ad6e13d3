package dev.omnigraph.cli;

import dev.omnigraph.CommitInfo;
import dev.omnigraph.Graph;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "commits",
    description = "Lists the newest commits of a branch, newest first.",
    mixinStandardHelpOptions = true)
final class CommitsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Target target = new Target();

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most. Default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  @Override
  public Integer call() {
    TextTable table = new TextTable(List.of("commit", "time", "kind", "actor", "changes"));
    try (Graph graph = target.open()) {
      for (CommitInfo commit : graph.commits(target.branch(), limit)) {
        table.add(
            List.of(
                commit.commitId(),
                commit.authoredAt().toString(),
                commit.kind().name().toLowerCase(Locale.ROOT),
                commit.actor(),
                commit.tables().stream()
                    .map(CommitsCommand::changes)
                    .collect(Collectors.joining(", "))));
      }
    }
    table.print(spec.commandLine().getOut());
    return 0;
  }

  private static String changes(CommitInfo.TableSummary table) {
    StringBuilder text = new StringBuilder(table.type());
    append(text, '+', table.inserted());
    append(text, '~', table.updated());
    append(text, '-', table.deleted());
    return text.toString();
  }

  private static void append(StringBuilder text, char sign, long count) {
    if (count > 0) {
      text.append(' ').append(sign).append(count);
    }
  }
}
