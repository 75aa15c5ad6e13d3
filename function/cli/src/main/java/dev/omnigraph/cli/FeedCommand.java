package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.call.FeedAnswer;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.wire.ChangeJson;
import dev.omnigraph.wire.FeedParams;
import java.io.PrintWriter;
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
    mixinStandardHelpOptions = true)
final class FeedCommand implements Callable<Integer> {
  private static final Duration A_WHILE = Duration.ofSeconds(20);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ChangeFilterOptions wanted = new ChangeFilterOptions();

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

  @Option(
      names = "--json",
      description = "One JSON object for each answer, with its cursor, and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    FeedRequest request =
        new FeedRequest(
            branch.name(),
            FeedParams.start(start, cursor),
            wanted.filter(),
            DiffRequest.LIMIT,
            follow ? A_WHILE : Duration.ZERO);
    try (Graph graph = place.open()) {
      FeedAnswer answer = graph.feed(request.waiting(Duration.ZERO));
      print(out, answer, true);
      while (follow && !out.checkError() || !answer.caughtUp()) {
        request = request.from(answer.cursor());
        answer = graph.feed(request);
        print(out, answer, false);
      }
      if (!json) {
        out.println("cursor: " + answer.cursor());
      }
    }
    return 0;
  }

  /** The first has a cursor, also where it has no commits. */
  private void print(PrintWriter out, FeedAnswer answer, boolean isFirst) {
    if (json) {
      if (!answer.blocks().isEmpty() || isFirst) {
        out.println(ChangeJson.feed(answer).text());
      }
    } else {
      for (FeedAnswer.Block block : answer.blocks()) {
        out.println(block.cause().commitId() + " " + ShowCommand.by(block.cause()));
        new ChangeLines(out, false).print(block.schema(), block.changes(), true);
      }
    }
    out.flush();
  }
}
