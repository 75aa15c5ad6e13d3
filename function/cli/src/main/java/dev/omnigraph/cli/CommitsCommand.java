package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.call.Commit;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.ProtocolError;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "commits",
    description = "Lists the newest commits of a branch, newest first, or shows one.",
    mixinStandardHelpOptions = true)
final class CommitsCommand implements Callable<Integer> {
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

  @Parameters(arity = "0..1", paramLabel = "COMMIT", description = "Only this commit.")
  private @Nullable String commit;

  @Override
  public Integer call() {
    TextTable table = new TextTable(List.of("commit", "time", "kind", "actor", "changes"));
    try (Graph graph = place.open()) {
      for (Commit found : commits(graph)) {
        table.add(
            List.of(
                found.commitId().toString(),
                found.authoredAt().toString(),
                found.kind().text(),
                found.actor(),
                changes(found)));
      }
    }
    table.print(spec.commandLine().getOut());
    return 0;
  }

  private List<Commit> commits(Graph graph) {
    String wanted = commit;
    if (wanted == null) {
      return graph.commits(branch.name(), limit);
    }
    return List.of(
        graph
            .commit(branch.name(), new CommitId(wanted))
            .orElseThrow(
                () ->
                    GraphException.of(
                            ProtocolError.COMMIT_NOT_FOUND,
                            "Branch %s has no commit %s.".formatted(branch.name(), wanted))
                        .next("List its commits with `omnigraph commits`.")
                        .with("branch", branch.name().text())
                        .with("commit", wanted)
                        .build()));
  }

  /** What a commit changed, in a few signs. */
  static String changes(Commit commit) {
    return commit.tables().stream().map(CommitsCommand::changes).collect(Collectors.joining(", "));
  }

  private static String changes(Commit.Table table) {
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
