package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.wire.ReadJson;
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
    footer = {"", "Example:", "  omnigraph commits --limit 5 --format csv"},
    mixinStandardHelpOptions = true)
final class CommitsCommand implements Callable<Integer> {
  static final List<Column> COLUMNS =
      List.of(
          Column.of("commit"),
          Column.of("time", "authored_at"),
          Column.of("kind"),
          Column.of("actor"),
          new Column("changes", CommitsCommand::changes));

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

  @Option(
      names = "--before",
      paramLabel = "COMMIT",
      description = "Only older ones than this: the last one of a page gives the next page.")
  private @Nullable String before;

  @Parameters(arity = "0..1", paramLabel = "COMMIT", description = "Only this commit.")
  private @Nullable String commit;

  @Override
  public Integer call() {
    Output printed = output.list();
    try (Reach graph = place.reach()) {
      if (commit == null) {
        printed.list(page(graph, branch.name(), limit, than()), "commits", COLUMNS, out -> {});
      } else {
        printed.element(one(graph, branch.name(), new CommitId(commit)), COLUMNS);
      }
    }
    return 0;
  }

  static Answer newest(Reach graph, BranchName branch, int limit) {
    return page(graph, branch, limit, null);
  }

  private @Nullable CommitId than() {
    return before == null ? null : new CommitId(before);
  }

  static Answer page(Reach graph, BranchName branch, int limit, @Nullable CommitId before) {
    return graph.call(
        (here, meter) -> ReadJson.commits(here.commits(branch, limit, before)),
        ApiRequest.get("commits")
            .parameter("branch", branch)
            .parameter("limit", limit)
            .parameter("before", before));
  }

  /**
   * @throws GraphException {@code commit_not_found}
   */
  static Answer one(Reach graph, BranchName of, CommitId wanted) {
    return graph.call(
        (here, meter) ->
            here.commit(of, wanted).map(ReadJson::commit).orElseThrow(() -> missing(of, wanted)),
        ApiRequest.get("commits", wanted.text()).parameter("branch", of));
  }

  private static GraphException missing(BranchName branch, CommitId wanted) {
    return GraphException.of(
            ProtocolError.COMMIT_NOT_FOUND,
            "Branch \"%s\" has no commit \"%s\".".formatted(branch, wanted))
        .with("branch", branch.text())
        .with("commit", wanted.text())
        .build();
  }

  /** What a commit changed, in a few signs. */
  static String changes(JsonNode commit) {
    return Answer.elements(commit.path("tables")).stream()
        .map(CommitsCommand::table)
        .collect(Collectors.joining(", "));
  }

  private static String table(JsonNode table) {
    return table.path("type").asText() + Decisions.counts(table);
  }
}
