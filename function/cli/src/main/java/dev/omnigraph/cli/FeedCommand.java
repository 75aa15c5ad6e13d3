package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.wire.ChangeJson;
import dev.omnigraph.wire.FeedParams;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "feed",
    description = "Shows the commits of a branch in order, each with what it changed.",
    footer = {"", "Example:", "  omnigraph feed --start beginning --type Airport --json"},
    mixinStandardHelpOptions = true)
final class FeedCommand implements Callable<Integer> {
  private static final Duration A_WHILE = Duration.ofSeconds(20);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ChangeFilterOptions wanted = new ChangeFilterOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--start",
      paramLabel = "WHERE",
      description = "`now`, `beginning` or `after:COMMIT`. Default: `now`.")
  private @Nullable String start;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Go on where an earlier answer, or an export, ended.")
  private @Nullable String cursor;

  @Option(names = "--follow", description = "Wait for new commits, until it is interrupted.")
  private boolean follow;

  @Override
  public Integer call() {
    Output printed = output.object();
    Duration wait = follow ? A_WHILE : Duration.ZERO;
    try (Reach graph = place.reach(Waits.SILENT)) {
      Answer answer = page(graph, start, cursor, Duration.ZERO);
      print(printed, answer, true);
      while (follow && !printed.out().checkError() || !answer.flag("caught_up")) {
        answer = page(graph, null, answer.text("cursor"), wait);
        print(printed, answer, false);
      }
      if (printed.isTable()) {
        printed.out().println("cursor: " + answer.text("cursor"));
      }
    }
    return 0;
  }

  private Answer page(Reach graph, @Nullable String where, @Nullable String after, Duration wait) {
    FeedRequest request =
        new FeedRequest(
            branch.name(),
            FeedParams.start(where, after),
            wanted.filter(),
            DiffRequest.LIMIT,
            wait);
    return graph.call(
        (here, meter) -> ChangeJson.feed(here.feed(request)),
        wanted
            .in(ApiRequest.get("feed"))
            .parameter("branch", branch.name())
            .parameter("start", where)
            .parameter("cursor", after)
            .parameter("limit", request.limit())
            .parameter("wait", wait.isZero() ? null : wait.toSeconds()));
  }

  /** The first has a cursor, also where it has no commits. */
  private static void print(Output printed, Answer answer, boolean isFirst) {
    if (printed.isTable()) {
      for (JsonNode block : answer.list("blocks")) {
        JsonNode cause = block.path("cause");
        printed.out().println(cause.path("commit").asText() + " " + ShowCommand.by(cause));
        ChangeLines.lines(block, printed);
      }
    } else if (!answer.list("blocks").isEmpty() || isFirst) {
      printed.out().println(answer.text());
    }
    printed.out().flush();
  }
}
