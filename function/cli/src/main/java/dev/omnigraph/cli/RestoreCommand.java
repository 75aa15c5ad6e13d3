package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.PickAnswer;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.id.CommitId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "restore",
    description = "Brings a branch back to one of its commits by a new commit; history stays.",
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private WriteConditions conditions = new WriteConditions();

  @Parameters(paramLabel = "COMMIT", description = "The commit to come back to.")
  private String commit = "";

  @Override
  public Integer call() {
    RestoreRequest request =
        new RestoreRequest(new CommitId(commit), conditions.options(branch, actor));
    try (Graph graph = place.open()) {
      CallMeter meter = graph.meter();
      PickAnswer answer = graph.restore(request);
      String what = Decisions.what(answer.outcome().text(), answer.tables());
      spec.commandLine().getOut().println(Costs.line(what, answer.commitId(), meter.report()));
    }
    return 0;
  }
}
