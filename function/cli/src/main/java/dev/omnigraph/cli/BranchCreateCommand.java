package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.Branch;
import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.wire.ReadJson;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "create",
    description = "Makes a branch; copies nothing, however large the graph is.",
    mixinStandardHelpOptions = true)
final class BranchCreateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private ActorOption actor = new ActorOption();

  @Parameters(paramLabel = "NAME", description = "The new branch, such as agent/7.")
  private String name = "";

  @Option(
      names = "--from",
      paramLabel = "BRANCH",
      description = "The branch that it is made from. Default: ${DEFAULT-VALUE}.")
  private String from = BranchName.MAIN.text();

  @Option(
      names = "--at",
      paramLabel = "COMMIT|TIME",
      description =
          "What that branch was at this commit, or at a time, as in 2026-01-31T12:00:00Z."
              + " Default: what it is.")
  private @Nullable String at;

  @Option(names = "--json", description = "One JSON object, and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    BranchRequest request = new BranchRequest(new BranchName(name), state(), actor.name());
    try (Graph graph = place.open()) {
      CallMeter meter = graph.meter();
      Branch made = graph.createBranch(request);
      if (json) {
        out.println(ReadJson.branch(made).text());
      } else {
        String what = "branch %s made from %s".formatted(made.name(), from);
        out.println(Costs.line(what, made.head(), meter.report()));
      }
    }
    return 0;
  }

  private ReadAt state() {
    BranchName source = new BranchName(from);
    if (at == null) {
      return new ReadAt.Head(source);
    }
    try {
      return new ReadAt.Time(source, OffsetDateTime.parse(at).toInstant());
    } catch (DateTimeException e) {
      return new ReadAt.Commit(source, new CommitId(at));
    }
  }
}
