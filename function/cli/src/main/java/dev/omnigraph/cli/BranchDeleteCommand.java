package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.CallReport;
import dev.omnigraph.Graph;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.wire.WriteJson;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "delete",
    description = "Deletes a branch; what was made from it stays.",
    mixinStandardHelpOptions = true)
final class BranchDeleteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private ActorOption actor = new ActorOption();

  @Parameters(paramLabel = "NAME", description = "The branch.")
  private String name = "";

  @Option(
      names = "--expect",
      paramLabel = "COMMIT",
      description = "Only if this is still the branch's newest commit.")
  private @Nullable String expected;

  @Option(names = "--json", description = "One JSON object, and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    BranchName branch = new BranchName(name);
    CommitId head = expected == null ? null : new CommitId(expected);
    try (Graph graph = place.open()) {
      CallMeter meter = graph.meter();
      CommitId commitId = graph.deleteBranch(WriteOptions.on(branch, actor.name()).expecting(head));
      CallReport report = meter.report();
      out.println(
          json
              ? WriteJson.deletion(branch, commitId, report).text()
              : Costs.line("branch " + branch + " deleted", commitId, report));
    }
    return 0;
  }
}
